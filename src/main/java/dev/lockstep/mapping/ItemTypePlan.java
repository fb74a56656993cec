package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the rows of one table become items of one kind. Immutable. */
public final class ItemTypePlan {
  private final ItemDefinition definition;
  private final TableSpec table;
  private final Map<String, ValueDefinition> key;
  private final boolean keyFromRowKey;
  private final boolean keyChangesHands;
  private final KeyPattern partition;
  private final @Nullable KeyPattern sort;
  private final JoinPlan joins;

  /**
   * @param key the definitions of the table's key attributes, in the table's order
   * @param keyFromRowKey whether the item key is made of nothing but the row key
   * @param keyChangesHands whether a row may take over the item key that another row had, without
   *     having its row key
   * @param patterns of the key attributes, in the same order
   * @param joins the tables that the items are made of
   */
  ItemTypePlan(
      ItemDefinition definition,
      TableSpec table,
      Map<String, ValueDefinition> key,
      boolean keyFromRowKey,
      boolean keyChangesHands,
      List<KeyPattern> patterns,
      JoinPlan joins) {
    this.definition = definition;
    this.joins = joins;
    this.table = table;
    this.key = new LinkedHashMap<>(key);
    this.keyFromRowKey = keyFromRowKey;
    this.keyChangesHands = keyChangesHands;
    this.partition = patterns.get(0);
    this.sort = patterns.size() > 1 ? patterns.get(1) : null;
  }

  /** What the mapping calls the item type. */
  public String name() {
    return definition.name();
  }

  /** The table whose rows become items. */
  public TableId root() {
    return definition.root();
  }

  /** The target table. */
  public TableSpec table() {
    return table;
  }

  /**
   * Whether an item with this key can be of this type. Where two types' keys cannot be told apart
   * (the plan warns), both own it.
   */
  public boolean ownsKey(ItemKey key) {
    return key.table().equals(table.name())
        && partition.matches(key.partition())
        && (sort == null || (key.sort() != null && sort.matches(key.sort())));
  }

  boolean keysOverlap(ItemTypePlan other) {
    boolean sorts = sort == null || other.sort == null || sort.overlaps(other.sort);
    return table.equals(other.table) && partition.overlaps(other.partition) && sorts;
  }

  /**
   * Whether the items' content comes from kept rows; else each item follows from its own row's
   * change.
   */
  public boolean isJoined() {
    return definition.content().hasJoins();
  }

  /** The root of the tree of tables that the items are made of; alone for a plain item type. */
  JoinNode joinRoot() {
    return joins.root();
  }

  /** The shapes in which the catalog described the tables that the items are made of. */
  Collection<TableSchema> catalog() {
    return joins.catalog();
  }

  /**
   * Whether a root row alone tells whether there is an item, and with which key; else other rows
   * take part in that.
   */
  boolean keyFollowsFromRoot() {
    return joins.keyFollowsFromRoot();
  }

  /** Builds items from kept rows, if the type is joined: one for each thread. */
  JoinedItems joinedItems() {
    return new TreeItems(this, joins);
  }

  /** The tables that items are made of beside the root, each after the one that leads to it. */
  public List<JoinStep> joins() {
    return JoinStep.below(joins.root());
  }

  /**
   * What the key of an item of this type shows of the root's columns, as text that the source would
   * take for a value: by these columns the row is found. Columns of other tables, and those that a
   * filter has changed beyond return, are absent.
   *
   * @return empty if no item of this type has such a key
   */
  public Optional<Map<String, String>> columnsIn(ItemKey item) {
    return ownsKey(item) ? KeyText.columns(key, item) : Optional.empty();
  }

  /**
   * The columns in the key whose value in this row contains what separates it from the next part,
   * so that another row may have the same key: {@code a#b} in {@code {name}#{id}}.
   *
   * @param row of the root
   */
  public List<String> overrunningParts(Row row) {
    return KeyText.overrun(key, row);
  }

  ItemDefinition definition() {
    return definition;
  }

  Map<String, ValueDefinition> key() {
    return key;
  }

  boolean keyFromRowKey() {
    return keyFromRowKey;
  }

  /** Whether a row may take over the item key of another row without having its row key. */
  boolean keyChangesHands() {
    return keyChangesHands;
  }

  /** The rules of all index key attributes by name. */
  Map<String, KeyRule> indexRules() {
    Map<String, KeyRule> rules = new LinkedHashMap<>();
    for (TableSpec.Index index : table.indexes()) {
      TableSpec.KeyAttribute first = index.partitionKey();
      rules.putIfAbsent(first.name(), KeyRule.partition(first.name(), first.type()));
      TableSpec.KeyAttribute second = index.sortKey();
      if (second != null) {
        rules.put(second.name(), KeyRule.sort(second.name(), second.type()));
      }
    }
    return rules;
  }

  /** The columns that the item key is made of. */
  Set<String> keyColumns() {
    Set<String> columns = new LinkedHashSet<>();
    key.values().forEach(value -> columns.addAll(columnsOf(value)));
    return columns;
  }

  /** The columns that a value is made of. */
  static List<String> columnsOf(ValueDefinition definition) {
    if (definition instanceof ValueDefinition.FromColumn column) {
      return List.of(column.column().name());
    }
    return definition instanceof ValueDefinition.FromTemplate template
        ? template.template().holes().stream().map(Template.Hole::column).toList()
        : List.of();
  }
}
