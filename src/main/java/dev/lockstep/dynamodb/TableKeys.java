package dev.lockstep.dynamodb;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names of the key attributes of the tables that are written to. */
final class TableKeys {
  private final Map<String, Names> byTable = new HashMap<>();

  TableKeys(Collection<TableSpec> tables) {
    for (TableSpec table : tables) {
      TableSpec.KeyAttribute sort = table.sortKey();
      byTable.put(
          table.name(), new Names(table.partitionKey().name(), sort == null ? null : sort.name()));
    }
  }

  /** The key attributes of one table. */
  record Names(String partition, @Nullable String sort) {

    /** The key attributes of an item by name. */
    Map<String, Value> attributes(ItemKey key) {
      return sort == null || key.sort() == null
          ? Map.of(partition, key.partition())
          : Map.of(partition, key.partition(), sort, key.sort());
    }

    /** The key of an item as DynamoDB has it; empty if the item lacks a part of it. */
    Optional<ItemKey> keyOf(String table, Map<String, Value> item) {
      Value first = item.get(partition);
      Value second = sort == null ? null : item.get(sort);
      return first == null || (sort != null && second == null)
          ? Optional.empty()
          : Optional.of(new ItemKey(table, first, second));
    }

    boolean contains(String attribute) {
      return attribute.equals(partition) || attribute.equals(sort);
    }
  }

  /** The names of a table's key attributes; empty if no mapping knows the table. */
  Optional<Names> of(String table) {
    return Optional.ofNullable(byTable.get(table));
  }
}
