package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Problems;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds items by walking the tree of an item type down from the root row. What the condition had
 * to be built for is used for the item too, if that is asked for next. Not thread-safe.
 */
final class TreeItems implements JoinedItems {
  private final ItemTypePlan plan;
  private final NodeReader<BoundItem> reader;
  private @Nullable Row lastRoot;
  private @Nullable OpenRow<BoundItem> last;

  TreeItems(ItemTypePlan plan, JoinPlan joins) {
    this.plan = plan;
    ItemDefinition definition = plan.definition();
    this.reader =
        new NodeReader<>(joins, joins.root(), definition.owner(), definition.content(), this::bind);
  }

  private BoundItem bind(WideSchema wide) {
    Problems problems = new Problems();
    BoundItem bound = new Binder(plan, wide, Binder.Occasion.SCHEMA_CHANGE, problems).bind();
    problems.throwIfErrors();
    return bound;
  }

  @Override
  public ItemTypePlan plan() {
    return plan;
  }

  @Override
  public @Nullable ItemKey key(Row root, RowLookup rows) {
    OpenRow<BoundItem> open = reader.open(root, rows);
    if (!open.bound().hasKeyRows(open.row()) || !reader.accepts(open, new Budget())) {
      return null;
    }
    lastRoot = root;
    last = open;
    return open.bound().key(open.row());
  }

  @Override
  public @Nullable ItemKey keyAlone(Row root, RowLookup rows) {
    OpenRow<BoundItem> open = reader.open(root, rows);
    return open.bound().hasKeyRows(open.row()) ? open.bound().key(open.row()) : null;
  }

  @Override
  public Item item(Row root, ItemKey key, RowLookup rows) {
    OpenRow<BoundItem> open = isLast(root, rows) ? last : null;
    last = null;
    if (open == null) {
      open = reader.open(root, rows);
    }
    Budget budget = new Budget();
    Map<String, Value> attributes = reader.show(open, budget);
    return open.bound().checked(key, attributes, budget.spent());
  }

  /** An equal row need not stand among the same other rows. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isLast(Row root, RowLookup rows) {
    return last != null && lastRoot == root && last.rows() == rows;
  }
}
