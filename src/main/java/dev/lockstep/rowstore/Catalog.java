package dev.lockstep.rowstore;

import dev.lockstep.change.TableId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that are kept. Replaced as a whole when the plan changes. Immutable. */
final class Catalog {
  static final Catalog EMPTY = new Catalog(List.of());

  private final Map<TableId, StoredTable> byId = new HashMap<>();
  private final Map<Integer, StoredTable> byNumber = new HashMap<>();

  Catalog(Collection<StoredTable> tables) {
    for (StoredTable table : tables) {
      byId.put(table.kept().table(), table);
      byNumber.put(table.number(), table);
    }
  }

  Collection<StoredTable> tables() {
    return byId.values();
  }

  /** Null if the table is not kept. */
  @Nullable StoredTable find(TableId table) {
    return byId.get(table);
  }

  /** Null if the table is not kept any more. */
  @Nullable StoredTable find(int number) {
    return byNumber.get(number);
  }

  StoredTable require(TableId table) {
    StoredTable found = byId.get(table);
    if (found == null) {
      throw new IllegalArgumentException(table + " is not kept");
    }
    return found;
  }
}
