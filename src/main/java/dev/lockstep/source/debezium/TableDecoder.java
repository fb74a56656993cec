package dev.lockstep.source.debezium;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the rows of one table in one shape: compiled once, used for each record. The server
 * describes a table anew when its replica identity changes, so the before images of one decoder are
 * all whole or all not; the server's catalogue may already tell of a later time.
 */
final class TableDecoder {
  private final TableSchema schema;
  private final Field[] fields;
  private final Kind[] kinds;
  private final ColumnType[] types;
  private final boolean[] inBeforeImage;
  private final boolean fullBeforeImage;
  private final BiFunction<ColumnType, String, Object> reader;
  private boolean seenWhole;

  /**
   * @param schema the shape; its columns are those of the fields, in the same order
   * @param fullBeforeImage whether before images carry the whole row
   * @param identity the columns that before images carry otherwise
   * @param reader makes of text what comes as text and is held as something else
   */
  TableDecoder(
      TableSchema schema,
      List<Field> fields,
      boolean fullBeforeImage,
      List<String> identity,
      BiFunction<ColumnType, String, Object> reader) {
    this.reader = reader;
    this.schema = schema;
    this.fields = fields.toArray(Field[]::new);
    this.fullBeforeImage = fullBeforeImage;
    int count = this.fields.length;
    this.kinds = new Kind[count];
    this.types = new ColumnType[count];
    this.inBeforeImage = new boolean[count];
    for (int i = 0; i < count; i++) {
      Column column = schema.columns().get(i);
      types[i] = column.type();
      kinds[i] = column.type().kind();
      inBeforeImage[i] = fullBeforeImage || identity.contains(column.name());
    }
  }

  TableSchema schema() {
    return schema;
  }

  /** A new state of a row. */
  Row after(Struct struct) {
    @Nullable Object[] values = new Object[fields.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(struct, i);
    }
    return new Row(schema, values);
  }

  /**
   * The earlier state of a row that kept its key: without a full replica identity there is no such
   * image.
   */
  Row beforeUpdate(Struct struct) {
    seenWhole = seenWhole || (fullBeforeImage && hasNoImpossibleNull(struct));
    return before(struct);
  }

  /** An earlier state of a row: only what the replica identity carries is real. */
  Row before(Struct struct) {
    @Nullable Object[] values = new Object[fields.length];
    boolean whole = fullBeforeImage && isWhole(struct);
    for (int i = 0; i < values.length; i++) {
      boolean sent = fullBeforeImage ? whole || isKey(i) : inBeforeImage[i];
      values[i] = sent ? value(struct, i) : Unavailable.UNAVAILABLE;
    }
    return new Row(schema, values);
  }

  private boolean isKey(int index) {
    return schema.keyColumns().contains(schema.columns().get(index).name());
  }

  /** An image written before the replica identity became full holds NULL outside the key. */
  private boolean isWhole(Struct struct) {
    if (!hasNoImpossibleNull(struct)) {
      return false;
    }
    seenWhole = seenWhole || holdsMoreThanKey(struct);
    return seenWhole;
  }

  private boolean hasNoImpossibleNull(Struct struct) {
    for (int i = 0; i < fields.length; i++) {
      if (!schema.columns().get(i).nullable() && raw(struct, i) == null) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsMoreThanKey(Struct struct) {
    for (int i = 0; i < fields.length; i++) {
      if (raw(struct, i) != null && !isKey(i)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Object value(Struct struct, int index) {
    Object raw = raw(struct, index);
    if (raw == null) {
      return null;
    }
    if (Unsent.is(raw)) {
      return Unavailable.UNAVAILABLE;
    }
    Kind kind = kinds[index];
    if (kind == Kind.DECIMAL) {
      return SpecialDecimal.unwrap((BigDecimal) raw);
    }
    boolean text = kind == Kind.ARRAY || kind == Kind.SET || kind == Kind.ENUM;
    return text ? reader.apply(types[index], (String) raw) : raw;
  }

  /** {@code get} would give the column's default for NULL. */
  private @Nullable Object raw(Struct struct, int index) {
    Field field = fields[index];
    return field.schema().defaultValue() == null
        ? struct.get(field)
        : struct.getWithoutDefault(field.name());
  }
}
