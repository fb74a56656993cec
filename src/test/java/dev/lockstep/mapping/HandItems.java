package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Items written down by hand: of every node the columns that it reads, as text; embedded rows as a
 * list, a looked-up row as a map.
 */
final class HandItems implements JoinedItems {
  private final ItemTypePlan plan;
  private final JoinNode tree;
  private final Keys keys;

  /** Gives root rows their keys. */
  @FunctionalInterface
  interface Keys {
    @Nullable ItemKey of(Row root, RowLookup rows);
  }

  HandItems(ItemTypePlan plan, JoinNode tree, Keys keys) {
    this.plan = plan;
    this.tree = tree;
    this.keys = keys;
  }

  @Override
  public ItemTypePlan plan() {
    return plan;
  }

  @Override
  public @Nullable ItemKey key(Row root, RowLookup rows) {
    return keys.of(root, rows);
  }

  @Override
  public @Nullable ItemKey keyAlone(Row root, RowLookup rows) {
    return keys.of(root, rows);
  }

  @Override
  public Item item(Row root, ItemKey key, RowLookup rows) {
    return new Item(key, content(tree, root, rows));
  }

  private static Map<String, Value> content(JoinNode node, Row row, RowLookup rows) {
    Map<String, Value> content = new LinkedHashMap<>();
    node.reads().forEach(c -> content.put(c, new Value.Text(String.valueOf(row.get(c)))));
    for (JoinNode child : node.children()) {
      List<Value> shown = new ArrayList<>();
      linked(child, row, rows).forEach(r -> shown.add(new Value.MapOf(content(child, r, rows))));
      content.put(child.path(), new Value.ListOf(shown));
    }
    return content;
  }

  /** The rows at a node below a row, in the order of their text. */
  static List<Row> linked(JoinNode node, Row parent, RowLookup rows) {
    List<@Nullable Object> values = new ArrayList<>();
    node.link().parentColumns().forEach(column -> values.add(parent.get(column)));
    List<Row> found = new ArrayList<>();
    rows.children(
        node.table(),
        node.link().childIndex(),
        values,
        null,
        Integer.MAX_VALUE,
        kept -> found.add(kept.row()));
    found.sort(Comparator.comparing(row -> Objects.toString(row.key())));
    return found;
  }

  static @Nullable Row row(RowLookup rows, RowKey key) {
    RowLookup.KeptRow kept = rows.get(key);
    return kept == null ? null : kept.row();
  }
}
