package dev.lockstep.dynamodb;

import dev.lockstep.apply.ItemRepairs;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.problem.LockstepException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;

/**
 * Repairs by the SDK. The item is read again as DynamoDB has it, and its condition made of that:
 * our own values do not tell a list from a set of binaries.
 */
final class DynamoDbItemRepairs implements ItemRepairs {
  /** An expression holds 4 KB; what is left out is guarded by the others, version and time. */
  private static final int MOST_CONDITIONS = 100;

  private final DynamoDbAsyncClient client;
  private final TableKeys tables;

  DynamoDbItemRepairs(DynamoDbAsyncClient client, TableKeys tables) {
    this.client = client;
    this.tables = tables;
  }

  @Override
  public boolean repair(
      ItemKey key,
      Optional<StoredItem> read,
      Optional<Item> wanted,
      Version version,
      long commitMicros)
      throws InterruptedException {
    TableKeys.Names names =
        tables
            .of(key.table())
            .orElseThrow(() -> new LockstepException(TargetProblems.tableMissing(key.table())));
    Map<String, AttributeValue> place = AttributeValues.write(names.attributes(key));
    Map<String, AttributeValue> now = now(key.table(), place);
    Optional<StoredItem> stands =
        now.isEmpty() ? Optional.empty() : Optional.of(ItemReader.stored(key.table(), names, now));
    if (!stands.equals(read)) {
      return false;
    }
    Condition condition = Condition.of(now, names);
    return wanted.isPresent()
        ? put(key.table(), item(place, wanted.get(), version, commitMicros), condition)
        : delete(key.table(), place, condition);
  }

  private Map<String, AttributeValue> now(String table, Map<String, AttributeValue> place)
      throws InterruptedException {
    GetItemResponse answer =
        SdkCalls.await(
            client.getItem(get -> get.tableName(table).key(place).consistentRead(true)), table);
    return answer.hasItem() ? answer.item() : Map.of();
  }

  private static Map<String, AttributeValue> item(
      Map<String, AttributeValue> place, Item wanted, Version version, long commitMicros) {
    Map<String, Value> attributes = new HashMap<>(wanted.attributes());
    attributes.put(Bookkeeping.VERSION, ValueJson.number(version.toDecimal()));
    attributes.put(Bookkeeping.COMMIT_TIME, ValueJson.number(Long.toString(commitMicros)));
    Map<String, AttributeValue> item = new HashMap<>(AttributeValues.write(attributes));
    item.putAll(place);
    return item;
  }

  private boolean put(String table, Map<String, AttributeValue> item, Condition condition)
      throws InterruptedException {
    return isDone(
        client.putItem(
            put ->
                put.tableName(table)
                    .item(item)
                    .conditionExpression(condition.expression)
                    .expressionAttributeNames(condition.names)
                    .expressionAttributeValues(condition.valuesOrNone())),
        table);
  }

  private boolean delete(String table, Map<String, AttributeValue> place, Condition condition)
      throws InterruptedException {
    return isDone(
        client.deleteItem(
            delete ->
                delete
                    .tableName(table)
                    .key(place)
                    .conditionExpression(condition.expression)
                    .expressionAttributeNames(condition.names)
                    .expressionAttributeValues(condition.valuesOrNone())),
        table);
  }

  private static boolean isDone(CompletableFuture<?> call, String table)
      throws InterruptedException {
    try {
      call.get();
      return true;
    } catch (ExecutionException e) {
      if (SdkCalls.cause(e) instanceof ConditionalCheckFailedException) {
        return false;
      }
      throw SdkCalls.explained(e, table);
    }
  }

  /** That an item is as it was read. */
  private record Condition(
      String expression, Map<String, String> names, Map<String, AttributeValue> values) {

    static Condition of(Map<String, AttributeValue> read, TableKeys.Names keys) {
      Map<String, String> names = new HashMap<>();
      if (read.isEmpty()) {
        names.put("#k", keys.partition());
        return new Condition("attribute_not_exists(#k)", names, Map.of());
      }
      Map<String, AttributeValue> values = new HashMap<>();
      StringBuilder expression = new StringBuilder("attribute_exists(#k)");
      names.put("#k", keys.partition());
      equal(Bookkeeping.VERSION, read, expression, names, values);
      equal(Bookkeeping.COMMIT_TIME, read, expression, names, values);
      equal(Bookkeeping.DELETED, read, expression, names, values);
      for (String name : read.keySet()) {
        if (!keys.contains(name) && !names.containsValue(name) && names.size() < MOST_CONDITIONS) {
          equal(name, read, expression, names, values);
        }
      }
      return new Condition(expression.toString(), names, values);
    }

    private static void equal(
        String name,
        Map<String, AttributeValue> read,
        StringBuilder expression,
        Map<String, String> names,
        Map<String, AttributeValue> values) {
      String number = Integer.toString(names.size());
      names.put("#" + number, name);
      AttributeValue value = read.get(name);
      if (value == null) {
        expression.append(" AND attribute_not_exists(#").append(number).append(')');
      } else {
        expression.append(" AND #").append(number).append("=:").append(number);
        values.put(":" + number, value);
      }
    }

    @Nullable Map<String, AttributeValue> valuesOrNone() {
      return values.isEmpty() ? null : values;
    }
  }
}
