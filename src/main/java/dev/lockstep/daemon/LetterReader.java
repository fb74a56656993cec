package dev.lockstep.daemon;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.inspect.Claimants;
import dev.lockstep.inspect.Projection;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.Subject;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappedRow;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Maps the rows of dead letters as they are in the source now. */
final class LetterReader {
  /** The most rows of other tables that one replay reads. */
  private static final long ROWS = 1_000_000;

  private final MappingPlan plan;
  private final SourceProbe probe;
  private final Projection projection;
  private final Claimants claimants;

  LetterReader(MappingPlan plan, Map<TableId, SourceTable> tables, SourceProbe probe) {
    this.plan = plan;
    this.probe = probe;
    this.projection = new Projection(plan, tables, probe, ROWS);
    this.claimants = new Claimants(plan, probe, projection);
  }

  Reading read(DeadLetter letter) throws InterruptedException {
    return letter.subject() instanceof Subject.OfRow of
        ? read(of, letter.problem().code())
        : read(((Subject.OfItem) letter.subject()).key());
  }

  private Reading read(Subject.OfRow of, String code) throws InterruptedException {
    Optional<ItemTypePlan> type =
        plan.itemTypes().stream().filter(t -> t.name().equals(of.itemType())).findFirst();
    if (type.isEmpty()) {
      return new Reading.Bad(noSuchType(of));
    }
    List<Row> rows = rows(type.get(), of.row());
    if (rows.isEmpty()) {
      return new Reading.Nothing();
    }
    MappedRow mapped = projection.items(type.get(), rows);
    if (!mapped.badRows().isEmpty()) {
      return new Reading.Bad(mapped.badRows().get(0).problem());
    }
    if (mapped.items().isEmpty()) {
      return new Reading.Nothing();
    }
    Item item = mapped.items().get(0);
    return code.equals("KEY-COLLISION") ? alone(item) : new Reading.Good(item);
  }

  private List<Row> rows(ItemTypePlan type, RowKey key) {
    TableSchema schema = projection.schema(type.root());
    return probe.rowsWhere(
        schema, new SourceProbe.Condition(schema.keyColumns(), key.values(), null), 1);
  }

  /** An item whose key other rows have too is not any row's own. */
  private Reading alone(Item item) throws InterruptedException {
    int rows = claimants.of(item.key()).items().size();
    return rows > 1 ? new Reading.Bad(collision(item.key(), rows)) : new Reading.Good(item);
  }

  private Reading read(ItemKey key) throws InterruptedException {
    Claimants.Found found = claimants.of(key);
    if (found.items().size() > 1) {
      return new Reading.Bad(collision(key, found.items().size()));
    }
    if (found.items().size() == 1) {
      return new Reading.Good(found.items().get(0));
    }
    return found.complete() ? new Reading.Nothing() : new Reading.Bad(unknownRow(key));
  }

  private static Problem collision(ItemKey key, int rows) {
    return Problem.error(
        Category.DATA,
        "KEY-COLLISION",
        rows + " rows make an item of this key now",
        key.toString(),
        "Make the item key of columns that differ, such as the row's own key.");
  }

  private static Problem unknownRow(ItemKey key) {
    return Problem.error(
        Category.DATA,
        "DEAD-LETTER-ROW-UNKNOWN",
        "which row the item comes from cannot be told from its key",
        key.toString(),
        "Update the row in the source without changing anything: the stream brings it again.");
  }

  private static Problem noSuchType(Subject.OfRow of) {
    return Problem.error(
        Category.CONFIGURATION,
        "DEAD-LETTER-TYPE-GONE",
        "the mapping has no item type '" + of.itemType() + "' any more",
        of.row().toString(),
        "Drop the letter.");
  }
}
