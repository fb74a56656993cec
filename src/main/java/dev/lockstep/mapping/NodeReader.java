package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the rows of one node, a root or an embed, with all that they look up and carry. Not
 * thread-safe.
 */
final class NodeReader<B extends BoundRow> {
  private final Carrier<B> carrier;
  private final List<EmbedReader> embeds = new ArrayList<>();

  /**
   * @param owner what has the rows, for messages: {@code item type 'order'}
   * @param binder binds what the mapping says of the node's rows
   */
  NodeReader(
      JoinPlan plan, JoinNode node, String owner, Content content, Function<WideSchema, B> binder) {
    this.carrier = new Carrier<>(plan, node, binder);
    for (JoinNode child : node.children()) {
      EmbedDefinition embed = content.embeds().get(child.name());
      if (child.kind() == JoinNode.Kind.EMBED && embed != null) {
        embeds.add(new EmbedReader(plan, child, owner, embed));
      }
    }
  }

  /**
   * Opens a row.
   *
   * @throws BadValueException if a lookup finds more than one row
   */
  OpenRow<B> open(Row row, RowLookup rows) {
    return carrier.open(row, rows);
  }

  /**
   * Whether the row's condition holds. Embeds that it reads are built for it, and stay with the row
   * to be shown.
   *
   * @throws BadValueException if that cannot be decided
   */
  boolean accepts(OpenRow<B> open, Budget budget) {
    Where where = open.bound().where();
    if (where == null) {
      return true;
    }
    if (open.row().hasUnavailable() && !where.isDecidable(open.row())) {
      throw BoundItem.unsent("'where'");
    }
    if (where.embeds().isEmpty()) {
      return where.test(open.row());
    }
    int earlier = budget.spent();
    for (EmbedReader embed : embeds) {
      if (where.embeds().contains(embed.name())) {
        open.remember(embed.name(), embed.read(open.row(), open.rows(), budget));
      }
    }
    budget.backTo(earlier);
    return where.test(
        open.row(), name -> open.embedded().getOrDefault(name, Optional.empty()).orElse(null));
  }

  /**
   * What the row shows.
   *
   * @throws BadValueException if a value does not fit, or it is too much for an item
   */
  Map<String, Value> show(OpenRow<B> open, Budget budget) {
    BoundContent content = open.bound().content();
    if (!content.isComplete(open.row())) {
      throw BoundItem.unsent("the item");
    }
    Map<String, Value> values = content.newMap();
    budget.spend(content.show(open.row(), values));
    for (EmbedReader embed : embeds) {
      embedded(embed, open, budget).ifPresent(value -> values.put(embed.name(), value));
    }
    return values;
  }

  private Optional<Value> embedded(EmbedReader embed, OpenRow<B> open, Budget budget) {
    budget.spend(embed.nameBytes());
    Optional<Value> built = open.embedded().get(embed.name());
    if (built == null) {
      return embed.read(open.row(), open.rows(), budget);
    }
    budget.spend(built.map(ItemSize::of).orElse(0));
    return built;
  }
}
