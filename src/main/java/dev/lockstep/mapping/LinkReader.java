package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the rows on the other side of a link, from the side of the root. */
final class LinkReader {
  private final JoinNode node;
  private final boolean byRowKey;
  private final String[] parentColumns;

  LinkReader(JoinNode node) {
    this.node = node;
    this.byRowKey = node.link().childColumns().equals(node.keyColumns());
    this.parentColumns = node.link().parentColumns().toArray(new String[0]);
  }

  JoinNode node() {
    return node;
  }

  /**
   * The row that a row references; null if there is none.
   *
   * @throws BadValueException if there are several
   */
  @Nullable Row one(Row parent, RowLookup rows) {
    @Nullable Object[] values = values(parent);
    if (values == null) {
      return null;
    }
    if (byRowKey) {
      return row(rows, values);
    }
    List<Row> found = new ArrayList<>(1);
    rows.children(
        node.table(),
        node.link().childIndex(),
        Arrays.asList(values),
        null,
        2,
        kept -> found.add(kept.row()));
    if (found.size() > 1) {
      throw ambiguous();
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /**
   * Some of the rows that reference a row, in the order of their keys.
   *
   * @param after where to go on; null for the beginning
   * @param limit the most rows to hand over
   * @return where to go on; empty if there are no more rows
   */
  Optional<RowKey> some(
      Row parent, RowLookup rows, @Nullable RowKey after, int limit, Consumer<Row> each) {
    @Nullable Object[] values = values(parent);
    if (values == null) {
      return Optional.empty();
    }
    if (!byRowKey) {
      return rows.children(
          node.table(),
          node.link().childIndex(),
          Arrays.asList(values),
          after,
          limit,
          kept -> each.accept(kept.row()));
    }
    Row row = row(rows, values);
    if (row != null) {
      each.accept(row);
    }
    return Optional.empty();
  }

  private @Nullable Row row(RowLookup rows, @Nullable Object[] values) {
    RowLookup.KeptRow kept = rows.get(new RowKey(node.table(), values));
    return kept == null ? null : kept.row();
  }

  /** The values by which a row is linked; null if one is NULL, which links to nothing. */
  private @Nullable Object @Nullable [] values(Row parent) {
    @Nullable Object[] values = new Object[parentColumns.length];
    for (int i = 0; i < values.length; i++) {
      int place = parent.schema().indexOf(parentColumns[i]);
      if (parent.isUnavailable(place)) {
        throw BoundItem.unsent("'" + node.path() + "'");
      }
      values[i] = parent.get(place);
      if (values[i] == null) {
        return null;
      }
    }
    return values;
  }

  private BadValueException ambiguous() {
    return new BadValueException(
        "LOOKUP-AMBIGUOUS",
        "lookup '" + node.path() + "' finds more than one row of " + node.table(),
        "Look up by columns that are unique there, or correct the rows.");
  }
}
