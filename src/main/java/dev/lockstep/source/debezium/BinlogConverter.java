package dev.lockstep.source.debezium;

import dev.lockstep.change.ColumnType;
import dev.lockstep.source.mysql.MysqlRawValues;
import dev.lockstep.source.mysql.MysqlTypes;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Takes the conversion of columns from Debezium, whose own gives some values another form in the
 * snapshot than in the stream. Enums and sets stay with Debezium, which alone knows their labels.
 * Made by Debezium, by name.
 */
public final class BinlogConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
  /** What a type of text is when its character set is {@code binary}. */
  private static final Map<String, String> BINARY =
      Map.of(
          "CHAR", "BINARY",
          "VARCHAR", "VARBINARY",
          "TINYTEXT", "TINYBLOB",
          "TEXT", "BLOB",
          "MEDIUMTEXT", "MEDIUMBLOB",
          "LONGTEXT", "LONGBLOB");

  /** For Debezium. */
  public BinlogConverter() {}

  @Override
  public void configure(Properties properties) {}

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    ColumnType type = MysqlTypes.of(typeName(column), column.length().orElse(-1));
    if (!MysqlRawValues.takes(type.kind())) {
      return;
    }
    Object columnDefault = column.hasDefaultValue() ? column.defaultValue() : null;
    registration.register(
        CanonicalSchemas.of(
            type, type.sourceName().startsWith("float"), type.sourceName(), !column.isOptional()),
        raw -> convert(type, column.charsetName(), raw, columnDefault));
  }

  /** The server says what it makes of a statement; the statement in its log does not. */
  private static String typeName(RelationalColumn column) {
    String name = column.typeName();
    return "binary".equalsIgnoreCase(column.charsetName())
        ? BINARY.getOrDefault(name.toUpperCase(Locale.ROOT), name)
        : name;
  }

  /**
   * @param columnDefault Debezium converts it too, for the schema; one that cannot be converted is
   *     no loss, as nothing reads it
   */
  private static @Nullable Object convert(
      ColumnType type,
      @Nullable String charset,
      @Nullable Object raw,
      @Nullable Object columnDefault) {
    if (raw == null) {
      return null;
    }
    try {
      return MysqlRawValues.of(type, charset, raw);
    } catch (RuntimeException e) {
      if (raw == columnDefault) {
        return null;
      }
      throw e;
    }
  }
}
