package dev.lockstep.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A conditional update of one item of the control table, under construction. */
final class ControlUpdate {
  private final List<String> conditions = new ArrayList<>();
  private final List<String> sets = new ArrayList<>();
  private final List<String> removes = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private @Nullable AwsRequestOverrideConfiguration limits;

  static AttributeValue text(String text) {
    return AttributeValue.builder().s(text).build();
  }

  static AttributeValue number(long number) {
    return digits(Long.toString(number));
  }

  static AttributeValue digits(String digits) {
    return AttributeValue.builder().n(digits).build();
  }

  ControlUpdate set(String attribute, AttributeValue value) {
    sets.add(name(attribute) + " = " + value(value));
    return this;
  }

  ControlUpdate setIfMissing(String attribute, AttributeValue value) {
    String name = name(attribute);
    sets.add(name + " = if_not_exists(" + name + ", " + value(value) + ")");
    return this;
  }

  ControlUpdate increment(String attribute) {
    String name = name(attribute);
    sets.add(name + " = " + name + " + " + value(number(1)));
    return this;
  }

  /** Adds one to a number that need not be there yet. */
  ControlUpdate countUp(String attribute) {
    String name = name(attribute);
    sets.add(
        name + " = if_not_exists(" + name + ", " + value(number(0)) + ") + " + value(number(1)));
    return this;
  }

  /** Sets an entry of a map that exists. */
  ControlUpdate setIn(String map, String entry, AttributeValue value) {
    sets.add(name(map) + "." + name(entry) + " = " + value(value));
    return this;
  }

  /** Removes an entry of a map that exists. */
  ControlUpdate removeIn(String map, String entry) {
    removes.add(name(map) + "." + name(entry));
    return this;
  }

  ControlUpdate remove(String attribute) {
    removes.add(name(attribute));
    return this;
  }

  ControlUpdate onlyIf(String attribute, String comparison, AttributeValue value) {
    conditions.add(name(attribute) + " " + comparison + " " + value(value));
    return this;
  }

  ControlUpdate onlyIfExists(String attribute) {
    conditions.add("attribute_exists(" + name(attribute) + ")");
    return this;
  }

  ControlUpdate onlyIfMissing(String attribute) {
    conditions.add("attribute_not_exists(" + name(attribute) + ")");
    return this;
  }

  private String name(String attribute) {
    String placeholder = "#n" + names.size();
    names.put(placeholder, attribute);
    return placeholder;
  }

  private String value(AttributeValue value) {
    String placeholder = ":v" + values.size();
    values.put(placeholder, value);
    return placeholder;
  }

  /** With limits of its own. */
  ControlUpdate within(AwsRequestOverrideConfiguration other) {
    limits = other;
    return this;
  }

  /** The request; it returns the item as it is afterwards, or as it stood in the way. */
  UpdateItemRequest of(String table, Map<String, AttributeValue> key) {
    String expression =
        (sets.isEmpty() ? "" : "SET " + String.join(", ", sets))
            + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes));
    return UpdateItemRequest.builder()
        .tableName(table)
        .key(key)
        .updateExpression(expression)
        .conditionExpression(conditions.isEmpty() ? null : String.join(" AND ", conditions))
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .returnValues(ReturnValue.ALL_NEW)
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .overrideConfiguration(limits)
        .build();
  }
}
