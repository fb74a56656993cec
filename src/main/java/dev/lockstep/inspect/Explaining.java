package dev.lockstep.inspect;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.inspect.Explanation.Explained;
import dev.lockstep.inspect.Explanation.State;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappedRow;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.verify.ValueDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers why an item is as it is: from the source's rows and the target's items, as of now. */
public final class Explaining {
  /** The most rows of other tables that one answer reads; an item over 400 KB has not so many. */
  private static final long ROWS = 500_000;

  private final MappingPlan plan;
  private final SourceProbe probe;
  private final ItemStore store;
  private final Projection projection;
  private final List<String> notes = new ArrayList<>();

  /** Of a plan over the source as it is now. */
  public Explaining(
      MappingPlan plan, Map<TableId, SourceTable> tables, SourceProbe probe, ItemStore store) {
    this.plan = plan;
    this.probe = probe;
    this.store = store;
    this.projection = new Projection(plan, tables, probe, ROWS);
  }

  /**
   * Answers.
   *
   * @throws LockstepException if the question is about nothing that the mapping knows
   */
  public Explanation answer(Question question) throws InterruptedException {
    return question instanceof Question.OfRow row
        ? row(row)
        : new ItemSearch(plan, probe, projection, this).answer((Question.OfItem) question);
  }

  private Explanation row(Question.OfRow asked) throws InterruptedException {
    TableId id = table(asked.table());
    TableSchema schema = projection.schema(id);
    String words = id + asked.key().toString();
    List<Row> rows = probe.find(schema, keyTexts(schema, asked.key()), 1);
    List<Explained> items = new ArrayList<>();
    if (rows.isEmpty()) {
      notes.add("the source has no such row; to see an item that is left, ask with --item");
      return new Explanation(words, false, items, List.copyOf(notes));
    }
    for (ItemTypePlan type : plan.itemTypes()) {
      Ascent ascent = new Ascent(type, projection, probe, asked.limit());
      for (Ascent.Root root : ascent.from(rows.get(0))) {
        items.add(explained(type, root));
      }
      if (ascent.isCut()) {
        notes.add("more items of type '" + type.name() + "' show the row; see --limit");
      }
    }
    return new Explanation(words, true, items, List.copyOf(notes));
  }

  private TableId table(String name) {
    for (TableId table : plan.needs().keySet()) {
      if (table.toString().equals(name) || table.name().equals(name)) {
        return table;
      }
    }
    String read =
        plan.needs().keySet().stream()
            .sorted()
            .map(TableId::toString)
            .collect(Collectors.joining(", "));
    throw asked("EXPLAIN-TABLE", "the mapping does not read " + name, "name one of " + read);
  }

  private static Map<String, String> keyTexts(TableSchema schema, List<String> key) {
    List<String> columns = schema.keyColumns();
    if (columns.size() != key.size()) {
      throw asked(
          "EXPLAIN-KEY",
          "a row of "
              + schema.table()
              + " has "
              + columns.size()
              + " key values, not "
              + key.size(),
          "give values of " + String.join(", ", columns) + " in this order, with --key for each");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      texts.put(columns.get(i), key.get(i));
    }
    return texts;
  }

  static LockstepException asked(String code, String what, String remedy) {
    return new LockstepException(Problem.error(Category.CONFIGURATION, code, what, null, remedy));
  }

  private Explained explained(ItemTypePlan type, Ascent.Root root) throws InterruptedException {
    MappedRow mapped = projection.items(type, List.of(root.row()));
    String from = root.row().key().toString();
    if (!mapped.badRows().isEmpty()) {
      return refused(type, root, mapped.badRows().get(0));
    }
    if (mapped.items().isEmpty()) {
      return new Explained(
          type.name(), from, root.through(), null, State.ABSENT, null, null, List.of(), null);
    }
    Item item = mapped.items().get(0);
    return compared(type.name(), from, root.through(), item.key(), item);
  }

  private Explained refused(ItemTypePlan type, Ascent.Root root, BadRow bad)
      throws InterruptedException {
    ItemKey key = bad.key();
    StoredItem stored = key == null ? null : stored(key).orElse(null);
    return new Explained(
        type.name(),
        root.row().key().toString(),
        root.through(),
        key,
        State.REFUSED,
        null,
        stored,
        List.of(),
        bad.problem());
  }

  /** Holds what should be against what is. */
  Explained compared(
      @Nullable String type,
      @Nullable String root,
      List<String> through,
      ItemKey key,
      @Nullable Item expected)
      throws InterruptedException {
    StoredItem stored = stored(key).orElse(null);
    List<ValueDifference> differences =
        expected == null || stored == null
            ? List.of()
            : ValueDifference.between(expected.attributes(), stored.item().attributes());
    return new Explained(
        type,
        root,
        through,
        key,
        state(expected, stored, differences),
        expected,
        stored,
        differences,
        null);
  }

  private static State state(
      @Nullable Item expected, @Nullable StoredItem stored, List<ValueDifference> differences) {
    if (expected == null) {
      return stored == null ? State.ABSENT : State.EXTRA;
    }
    if (stored == null) {
      return State.MISSING;
    }
    return differences.isEmpty() ? State.SAME : State.DIFFERENT;
  }

  /** Tombstones are no items. */
  Optional<StoredItem> stored(ItemKey key) throws InterruptedException {
    return store.readNow(key).filter(item -> !item.tombstone());
  }
}
