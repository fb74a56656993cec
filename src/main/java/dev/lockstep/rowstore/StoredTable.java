package dev.lockstep.rowstore;

import dev.lockstep.change.Column;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.KeptTable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that the plan keeps: its shapes, its indexes, when it was last truncated, how many rows
 * it has. Written by the thread that applies, read by any.
 */
final class StoredTable {
  private static final int PROJECTIONS = 16;

  private final KeptTable kept;
  private final List<WalkedIndex> walks;
  private final IdentityHashMap<TableSchema, Projection> projections = new IdentityHashMap<>();
  private volatile TableRecord record;
  private volatile List<Shape> shapes = List.of();
  private volatile @Nullable Version truncated;
  private volatile long rows;
  private boolean unsaved;
  private long savedRows;

  /**
   * @param walks one per index of the kept table, in its order
   */
  StoredTable(KeptTable kept, TableRecord record, List<WalkedIndex> walks) {
    this.kept = kept;
    this.record = record;
    this.walks = walks;
    record.shapes().forEach(this::addShape);
  }

  KeptTable kept() {
    return kept;
  }

  int number() {
    return record.number();
  }

  TableRecord record() {
    return record;
  }

  /** How to walk an index, by its place in the kept table. */
  WalkedIndex walk(int index) {
    if (index < 0 || index >= walks.size()) {
      throw new IllegalArgumentException(kept.table() + " has no kept index " + index);
    }
    return walks.get(index);
  }

  /** The indexes that have entries. */
  List<WalkedIndex> linked() {
    return record.indexes();
  }

  /** Whether every kept column of every row is known. */
  boolean isComplete() {
    return record.complete().containsAll(kept.columns());
  }

  void setComplete() {
    replaceRecord(kept.columns(), record.shapes());
  }

  List<Shape> shapes() {
    return shapes;
  }

  Shape shape(int number) {
    return shapes.get(number - 1);
  }

  /**
   * The shape in which a row of this table, as {@link #project} or the store gave it, is stored.
   */
  Shape shapeOf(Row row) {
    for (int i = shapes.size() - 1; i >= 0; i--) {
      if (shapes.get(i).schema() == row.schema()) {
        return shapes.get(i);
      }
    }
    throw new IllegalArgumentException("a row of " + row.table() + " in no known shape");
  }

  /**
   * The version of the last truncation, before which nothing is visible; null if there was none.
   */
  @Nullable Version truncated() {
    return truncated;
  }

  void setTruncated(@Nullable Version version) {
    truncated = version;
  }

  /** Whether what the store has under a key is a row, and not a removed or truncated one. */
  boolean isVisible(@Nullable StoredRow stored) {
    return stored != null && stored.isVisible(truncated);
  }

  /** Whether the table was emptied after a version. */
  boolean isTruncatedAfter(Version version) {
    Version floor = truncated;
    return floor != null && floor.isAfter(version);
  }

  long rows() {
    return rows;
  }

  void setRows(long count) {
    rows = count;
  }

  /** What was last saved. */
  void setSavedRows(long count) {
    rows = count;
    savedRows = count;
  }

  /** Adds to a batch what is remembered of the table, as far as it changed since the last time. */
  void saveTo(ByteStore.Batch batch) {
    if (unsaved) {
      Meta.putTable(batch, record);
      unsaved = false;
    }
    if (rows != savedRows) {
      Meta.putRows(batch, number(), rows);
      savedRows = rows;
    }
  }

  /** The kept columns of a source's row; {@link Unavailable} where the row lacks one. */
  Row project(Row source) {
    Projection projection = projections.get(source.schema());
    return (projection == null ? remember(source.schema()) : projection).of(source);
  }

  private Projection remember(TableSchema source) {
    if (projections.size() == PROJECTIONS) {
      projections.clear();
    }
    int[] places = kept.columns().stream().mapToInt(source::indexOf).toArray();
    Projection projection = new Projection(shapeFor(source).schema(), places);
    projections.put(source, projection);
    return projection;
  }

  /** How to get from a source's row to a kept one. */
  private static final class Projection {
    private final TableSchema schema;
    private final int[] places;

    Projection(TableSchema schema, int[] places) {
      this.schema = schema;
      this.places = places;
    }

    Row of(Row source) {
      @Nullable Object[] values = new Object[places.length];
      for (int i = 0; i < places.length; i++) {
        values[i] = places[i] < 0 ? Unavailable.UNAVAILABLE : source.get(places[i]);
      }
      return new Row(schema, values);
    }
  }

  private Shape shapeFor(TableSchema source) {
    List<Column> columns = new ArrayList<>();
    for (String name : kept.columns()) {
      int place = source.indexOf(name);
      columns.add(place < 0 ? lastKnown(name) : source.columns().get(place));
    }
    for (Shape shape : shapes) {
      if (shape.columns().equals(columns)) {
        return shape;
      }
    }
    return newShape(columns);
  }

  private Column lastKnown(String name) {
    List<Column> last =
        shapes.isEmpty() ? List.of() : shapes.get(shapes.size() - 1).schema().columns();
    return Shape.find(last, name);
  }

  private Shape newShape(List<Column> columns) {
    Shape shape = addShape(columns);
    replaceRecord(record.complete(), shapes.stream().map(Shape::columns).toList());
    return shape;
  }

  private Shape addShape(List<Column> columns) {
    Shape shape = new Shape(shapes.size() + 1, columns, kept);
    List<Shape> more = new ArrayList<>(shapes);
    more.add(shape);
    shapes = List.copyOf(more);
    return shape;
  }

  private void replaceRecord(List<String> complete, List<List<Column>> all) {
    record =
        new TableRecord(
            record.number(), record.table(), record.keyColumns(), complete, record.indexes(), all);
    unsaved = true;
  }
}
