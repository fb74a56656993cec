package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Problems;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds what one embed shows. Not thread-safe. */
final class EmbedReader {
  /** What an element of a list or map takes beside its content, bytes. */
  private static final int ELEMENT_BYTES = 1;

  /** What an element takes besides, if it is a map. */
  private static final int MAP_BYTES = 3;

  private final EmbedDefinition definition;
  private final int nameBytes;
  private final LinkReader link;
  private final NodeReader<BoundElement> reader;

  /**
   * @param holder what has the embed, for messages: {@code item type 'order'}
   */
  EmbedReader(JoinPlan plan, JoinNode node, String holder, EmbedDefinition definition) {
    this.definition = definition;
    this.nameBytes = ItemSize.utf8(definition.name());
    this.link = new LinkReader(node);
    String owner = definition.owner(holder);
    this.reader =
        new NodeReader<>(
            plan, node, owner, definition.content(), wide -> bind(owner, definition, wide));
  }

  private static BoundElement bind(String owner, EmbedDefinition definition, WideSchema wide) {
    Problems problems = new Problems();
    BoundElement bound =
        new ElementBinder(owner, definition, wide, Binder.Occasion.SCHEMA_CHANGE, problems).bind();
    problems.throwIfErrors();
    return bound;
  }

  String name() {
    return definition.name();
  }

  int nameBytes() {
    return nameBytes;
  }

  EmbedDefinition definition() {
    return definition;
  }

  /**
   * What the embed shows of the rows that reference a row; empty if it shows nothing.
   *
   * @param parent with the columns of the rows that it looks up
   * @throws BadValueException if rows do not fit the form, or are too much for an item
   */
  Optional<Value> read(Row parent, RowLookup rows, Budget budget) {
    try {
      Gathering gathering = Gathering.of(this, budget);
      gather(parent, rows, gathering, budget);
      return Optional.ofNullable(gathering.finish());
    } catch (BadValueException e) {
      throw e.of("embed '" + definition.name() + "'");
    }
  }

  private void gather(Row parent, RowLookup rows, Gathering gathering, Budget budget) {
    int batch = gathering.batch();
    RowKey after = null;
    do {
      Optional<RowKey> next =
          link.some(parent, rows, after, batch, row -> offer(row, rows, gathering, budget));
      after = next.orElse(null);
    } while (after != null && gathering.wantsMore());
  }

  private void offer(Row row, RowLookup rows, Gathering gathering, Budget budget) {
    if (gathering.wantsMore()) {
      OpenRow<BoundElement> open = reader.open(row, rows);
      if (reader.accepts(open, budget)) {
        gathering.add(open);
      }
    }
  }

  /** What a row shows, as an element of a list or map; null if nothing does. */
  @Nullable Value element(OpenRow<BoundElement> open, Budget budget) {
    if (definition.value() == null) {
      budget.spend(ELEMENT_BYTES + MAP_BYTES);
      return new Value.MapOf(reader.show(open, budget));
    }
    Value value = value(open, budget);
    if (value != null) {
      budget.spend(ELEMENT_BYTES);
    }
    return value;
  }

  /** What stands for a row; null if nothing does. */
  @Nullable Value value(OpenRow<BoundElement> open, Budget budget) {
    BoundValue bound = open.bound().value();
    Value value = bound == null ? null : BoundElement.of(bound, open.row(), "'value'");
    if (value != null) {
      budget.spend(ItemSize.of(value));
    }
    return value;
  }
}
