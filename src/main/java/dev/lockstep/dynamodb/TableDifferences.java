package dev.lockstep.dynamodb;

import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/**
 * How a table differs from what the mapping wants. What a table has beyond that (other indexes,
 * streams, capacity settings) is its owner's business.
 */
final class TableDifferences {
  private TableDifferences() {}

  static List<Problem> between(TableSpec wanted, TableDescription found) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> types = types(found);
    String wantedKey = show(wanted.partitionKey(), wanted.sortKey());
    String foundKey = show(found.keySchema(), types);
    if (!wantedKey.equals(foundKey)) {
      problems.add(keyDiffers(wanted.name(), wantedKey, foundKey));
    }
    if (!isWritable(found)) {
      problems.add(notActive(wanted.name(), found.tableStatusAsString()));
    }
    for (TableSpec.Index index : wanted.indexes()) {
      index(wanted.name(), index, found, types).ifPresent(problems::add);
    }
    return problems;
  }

  private static boolean isWritable(TableDescription table) {
    return table.tableStatus() == TableStatus.ACTIVE || table.tableStatus() == TableStatus.UPDATING;
  }

  /** Whether every index answers queries. */
  static boolean indexesActive(TableDescription table) {
    return table.globalSecondaryIndexes().stream()
        .allMatch(index -> index.indexStatus() == IndexStatus.ACTIVE);
  }

  private static Optional<Problem> index(
      String table, TableSpec.Index wanted, TableDescription found, Map<String, String> types) {
    String key = show(wanted.partitionKey(), wanted.sortKey());
    String where = table + "/" + wanted.name();
    Optional<GlobalSecondaryIndexDescription> index =
        found.globalSecondaryIndexes().stream()
            .filter(each -> each.indexName().equals(wanted.name()))
            .findFirst();
    if (index.isEmpty()) {
      return Optional.of(indexMissing(where, key));
    }
    String foundKey = show(index.get().keySchema(), types);
    if (!foundKey.equals(key)) {
      return Optional.of(indexDiffers(where, key, foundKey));
    }
    return index.get().projection().projectionType() == ProjectionType.ALL
        ? Optional.empty()
        : Optional.of(projection(where));
  }

  private static Map<String, String> types(TableDescription table) {
    Map<String, String> types = new HashMap<>();
    for (AttributeDefinition attribute : table.attributeDefinitions()) {
      types.put(attribute.attributeName(), attribute.attributeTypeAsString());
    }
    return types;
  }

  private static String show(KeyAttribute partition, @Nullable KeyAttribute sort) {
    return show(partition) + (sort == null ? "" : ", " + show(sort));
  }

  private static String show(KeyAttribute attribute) {
    return attribute.name() + " " + attribute.type();
  }

  private static String show(List<KeySchemaElement> schema, Map<String, String> types) {
    return schema.stream()
        .sorted((a, b) -> Boolean.compare(isSort(a), isSort(b)))
        .map(element -> element.attributeName() + " " + types.get(element.attributeName()))
        .collect(Collectors.joining(", "));
  }

  private static boolean isSort(KeySchemaElement element) {
    return element.keyType() == KeyType.RANGE;
  }

  private static Problem keyDiffers(String table, String wanted, String found) {
    return Problem.error(
        Category.TARGET,
        "TABLE-KEY-DIFFERS",
        "the table's key is (" + found + "), the mapping's is (" + wanted + ")",
        table,
        "name another table in the mapping, or make the mapping's key like the table's");
  }

  private static Problem notActive(String table, String status) {
    return Problem.error(
        Category.TARGET,
        "TABLE-NOT-ACTIVE",
        "the table is " + status + " and takes no writes",
        table,
        "wait until it is ACTIVE");
  }

  private static Problem indexMissing(String where, String key) {
    return Problem.error(
        Category.TARGET,
        "INDEX-MISSING",
        "the table has no index of this name; the mapping's has the key (" + key + ")",
        where,
        "add the index to the table, or take it out of the mapping");
  }

  private static Problem indexDiffers(String where, String wanted, String found) {
    return Problem.error(
        Category.TARGET,
        "INDEX-KEY-DIFFERS",
        "the index's key is (" + found + "), the mapping's is (" + wanted + ")",
        where,
        "name another index in the mapping, or make the index anew");
  }

  private static Problem projection(String where) {
    return Problem.warning(
        Category.TARGET,
        "INDEX-PROJECTION",
        "the index does not show all attributes",
        where,
        "make it with projection ALL if queries need the others");
  }
}
