package dev.lockstep.inspect;

import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappedRow;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.source.SourceProbe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The items that the source says there should be now, row by row, by the plan that runs. */
public final class Projection {
  private static final Transaction NOW =
      new Transaction(Transaction.Kind.SNAPSHOT_END, new Version(0, 0, 0), 0, List.of(), null, 0);

  private final MappingPlan plan;
  private final SourceRows rows;
  private final Map<ItemTypePlan, Mapper> mappers = new HashMap<>();

  /**
   * @param limit the most rows to read of tables beside the roots
   */
  public Projection(
      MappingPlan plan, Map<TableId, SourceTable> tables, SourceProbe probe, long limit) {
    this.plan = plan;
    this.rows = new SourceRows(plan, tables, probe, limit);
  }

  /** The columns to read of a table. */
  public TableSchema schema(TableId table) {
    return rows.schema(table);
  }

  /**
   * What rows become as items of one type: items, nothing, or reasons why not.
   *
   * @param roots of the type's root, with the columns of {@link #schema}
   */
  public MappedRow items(ItemTypePlan type, List<Row> roots) throws InterruptedException {
    Mapper mapper = mappers.computeIfAbsent(type, plan::mapper);
    List<Item> items = new ArrayList<>();
    List<BadRow> badRows = new ArrayList<>();
    if (type.isJoined()) {
      mapper.buildAll(
          List.of(type),
          rows.showing(roots),
          NOW,
          slice -> {
            items.addAll(slice.items());
            badRows.addAll(slice.badRows());
          });
    } else {
      for (Row root : roots) {
        MappedRow mapped = mapper.itemsOf(root);
        items.addAll(mapped.items());
        badRows.addAll(mapped.badRows());
      }
    }
    return new MappedRow(items, badRows);
  }
}
