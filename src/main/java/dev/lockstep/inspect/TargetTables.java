package dev.lockstep.inspect;

import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import org.jspecify.annotations.Nullable;

/** Target tables in words. */
public final class TargetTables {
  private TargetTables() {}

  /** The keys and indexes of a table in a few words. */
  public static String keys(TableSpec table) {
    StringBuilder keys = new StringBuilder(pair(table.partitionKey(), table.sortKey()));
    for (TableSpec.Index index : table.indexes()) {
      keys.append(", index ").append(index.name()).append(' ');
      keys.append(pair(index.partitionKey(), index.sortKey()));
    }
    return keys.toString();
  }

  private static String pair(KeyAttribute partition, @Nullable KeyAttribute sort) {
    String first = partition.name() + " " + partition.type();
    return sort == null ? first : first + " / " + sort.name() + " " + sort.type();
  }
}
