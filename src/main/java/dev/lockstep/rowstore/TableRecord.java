package dev.lockstep.rowstore;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the store remembers of a table.
 *
 * @param number names it in keys; never used again
 * @param table its name
 * @param keyColumns the columns in the row keys
 * @param complete the columns that are known of every row; empty until the table was read whole
 * @param indexes those that have entries
 * @param shapes the columns of stored rows; the first is number 1
 */
record TableRecord(
    int number,
    TableId table,
    List<String> keyColumns,
    List<String> complete,
    List<WalkedIndex> indexes,
    List<List<Column>> shapes) {

  byte[] encode() {
    ByteSink sink = new ByteSink().putInt(number).putText(table.schema()).putText(table.name());
    putAll(sink, keyColumns, ByteSink::putText);
    putAll(sink, complete, ByteSink::putText);
    putAll(sink, indexes, TableRecord::putIndex);
    putAll(sink, shapes, (to, shape) -> putAll(to, shape, TableRecord::putColumn));
    return sink.toByteArray();
  }

  static TableRecord decode(byte[] bytes) {
    ByteSource source = new ByteSource(bytes);
    return new TableRecord(
        source.takeInt(),
        new TableId(source.takeText(), source.takeText()),
        takeAll(source, ByteSource::takeText),
        takeAll(source, ByteSource::takeText),
        takeAll(source, TableRecord::takeIndex),
        takeAll(source, shape -> takeAll(shape, TableRecord::takeColumn)));
  }

  private static ByteSink putIndex(ByteSink sink, WalkedIndex index) {
    return putAll(sink.putInt(index.number()), index.columns(), ByteSink::putText);
  }

  private static WalkedIndex takeIndex(ByteSource source) {
    return new WalkedIndex(source.takeInt(), takeAll(source, ByteSource::takeText));
  }

  private static ByteSink putColumn(ByteSink sink, Column column) {
    return putType(sink.putText(column.name()).put(column.nullable() ? 1 : 0), column.type());
  }

  private static Column takeColumn(ByteSource source) {
    String name = source.takeText();
    boolean nullable = source.take() == 1;
    return new Column(name, takeType(source), nullable);
  }

  private static ByteSink putType(ByteSink sink, ColumnType type) {
    sink.putText(type.kind().name()).putText(type.sourceName());
    ColumnType element = type.element();
    return element == null ? sink.put(0) : putType(sink.put(1), element);
  }

  private static ColumnType takeType(ByteSource source) {
    ColumnType.Kind kind = ColumnType.Kind.valueOf(source.takeText());
    String sourceName = source.takeText();
    @Nullable ColumnType element = source.take() == 0 ? null : takeType(source);
    return new ColumnType(kind, sourceName, element);
  }

  /** Writes one element. */
  private interface Putter<T> {
    ByteSink put(ByteSink sink, T element);
  }

  private static <T> ByteSink putAll(ByteSink sink, List<T> elements, Putter<T> putter) {
    sink.putVarint(elements.size());
    elements.forEach(element -> putter.put(sink, element));
    return sink;
  }

  private static <T> List<T> takeAll(ByteSource source, Function<ByteSource, T> taker) {
    int size = source.takeCount();
    List<T> elements = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      elements.add(taker.apply(source));
    }
    return List.copyOf(elements);
  }
}
