package dev.lockstep.source.debezium;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableId;
import dev.lockstep.source.mysql.MysqlTypes;
import dev.lockstep.source.mysql.MysqlValues;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The engine's own history of the tables' shapes tells all, so nobody has to be asked. */
final class BinlogShapes implements TableShapes {
  private static final String ENUM = "io.debezium.data.Enum";
  private static final String SET = "io.debezium.data.EnumSet";

  /** MySQL checks keys row by row, and the log holds whole images of rows. */
  @Override
  public Shape shape(TableId table, @Nullable Schema rowKey, List<String> identity) {
    if (!identity.isEmpty()) {
      return new Shape(identity, true, true, List.of());
    }
    List<String> key =
        rowKey == null ? List.of() : rowKey.fields().stream().map(Field::name).toList();
    return new Shape(key, false, true, List.of());
  }

  /** Enums and sets keep Debezium's own converters: only these know their labels. */
  @Override
  public ColumnType columnType(Schema field) {
    if (ENUM.equals(field.name())) {
      return MysqlTypes.of("enum");
    }
    return MysqlTypes.of(SET.equals(field.name()) ? "set" : CanonicalSchemas.typeName(field));
  }

  /** Debezium keeps an enum's labels in a list with commas, and gives them as they stand there. */
  @Override
  public Object parse(ColumnType type, String text) {
    if (type.kind() == ColumnType.Kind.ENUM) {
      return text.replace("\\,", ",");
    }
    return Objects.requireNonNull(MysqlValues.parse(type, text));
  }
}
