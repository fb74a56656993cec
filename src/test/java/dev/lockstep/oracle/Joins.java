package dev.lockstep.oracle;

import dev.lockstep.oracle.MappingModel.Embed;
import dev.lockstep.oracle.MappingModel.Lookup;
import dev.lockstep.oracle.MappingModel.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the rows that a row references, by loops over all rows. */
final class Joins {
  private final Evaluator.Rows rows;

  Joins(Evaluator.Rows rows) {
    this.rows = rows;
  }

  /** The row at the end of a path of lookups; null if one of them is not there. */
  @Nullable Object @Nullable [] rowAt(Seen seen, String path) {
    TableModel table = seen.table();
    @Nullable Object @Nullable [] row = seen.row();
    Map<String, Lookup> lookups = seen.content().lookups();
    for (String name : path.split("\\.", -1)) {
      Lookup lookup = Objects.requireNonNull(lookups.get(name));
      row = row == null ? null : referenced(lookup, table, row);
      table = lookup.from();
      lookups = lookup.lookups();
    }
    return row;
  }

  private static TableModel tableAt(Seen seen, String path) {
    TableModel table = seen.table();
    Map<String, Lookup> lookups = seen.content().lookups();
    for (String name : path.split("\\.", -1)) {
      Lookup lookup = Objects.requireNonNull(lookups.get(name));
      table = lookup.from();
      lookups = lookup.lookups();
    }
    return table;
  }

  /** The value at a path; null if it is NULL or its row is not there. */
  @Nullable Object columnAt(Seen seen, String path) {
    int dot = path.lastIndexOf('.');
    if (dot < 0) {
      return seen.own(path);
    }
    @Nullable Object @Nullable [] row = rowAt(seen, path.substring(0, dot));
    TableModel table = tableAt(seen, path.substring(0, dot));
    return row == null ? null : row[table.place(path.substring(dot + 1))];
  }

  /** The kind of the column at a path. */
  Kind kindAt(Seen seen, String path) {
    int dot = path.lastIndexOf('.');
    TableModel table = dot < 0 ? seen.table() : tableAt(seen, path.substring(0, dot));
    return table.column(path.substring(dot + 1)).kind();
  }

  /** The one row that a row references; null if there is none. */
  @Nullable Object @Nullable [] referenced(
      Lookup lookup, TableModel table, @Nullable Object[] row) {
    @Nullable Object @Nullable [] found = null;
    for (@Nullable Object[] candidate : rows.of(lookup.from())) {
      if (agree(
          table,
          row,
          lookup.by(),
          lookup.from(),
          candidate,
          lookup.to().orElse(lookup.from().key()))) {
        if (found != null) {
          throw new BadException("several rows to look up");
        }
        found = candidate;
      }
    }
    return found;
  }

  static boolean agree(
      TableModel one,
      @Nullable Object[] row,
      List<String> columns,
      TableModel other,
      @Nullable Object[] otherRow,
      List<String> otherColumns) {
    for (int i = 0; i < columns.size(); i++) {
      Object left = row[one.place(columns.get(i))];
      Object right = otherRow[other.place(otherColumns.get(i))];
      if (left == null || right == null || !same(left, right)) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Object left, Object right) {
    return left instanceof BigDecimal number
        ? number.compareTo((BigDecimal) right) == 0
        : left.equals(right);
  }

  /** As the list of an embed is ordered. */
  int compare(Embed embed, Seen a, Seen b) {
    for (Order order : embed.orderBy()) {
      int compared = compare(a, b, order.path());
      if (compared != 0) {
        return order.descending() ? -compared : compared;
      }
    }
    for (String column : embed.from().key()) {
      int compared = compare(a, b, column);
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** NULL is greater than all else. */
  private int compare(Seen a, Seen b, String path) {
    Object left = columnAt(a, path);
    Object right = columnAt(b, path);
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    return kindAt(a, path).compare(left, right);
  }
}
