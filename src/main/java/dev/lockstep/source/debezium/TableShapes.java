package dev.lockstep.source.debezium;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableId;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Tells what of a table the rows' schemas do not. */
interface TableShapes {
  /**
   * What a table is.
   *
   * @param rowKey the schema of the records' keys; absent if the table has no key
   * @param identity the columns that a mapping names instead of the primary key; may be empty
   */
  Shape shape(TableId table, @Nullable Schema rowKey, List<String> identity);

  /**
   * The type of a column.
   *
   * @param field its schema, as the converter made it
   * @throws IllegalStateException if another converter made it
   */
  ColumnType columnType(Schema field);

  /** A value that is sent as text and held as something else. */
  Object parse(ColumnType type, String text);

  /**
   * What of a table its rows do not tell.
   *
   * @param key the columns that identify a row; may be empty
   * @param deferrable whether two rows may share a key for a while within a transaction
   * @param fullBeforeImage whether before images carry the whole row
   * @param beforeColumns what they carry otherwise
   */
  record Shape(
      List<String> key, boolean deferrable, boolean fullBeforeImage, List<String> beforeColumns) {}
}
