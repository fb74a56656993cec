package dev.lockstep.source.debezium;

import dev.lockstep.change.ColumnType;
import dev.lockstep.source.postgres.PostgresTypes;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Takes the conversion of every column from Debezium, whose own loses some values (arrays of
 * several dimensions, {@code money[]}, unsent values of many types) and gives others a different
 * form in the snapshot than in the stream. Made by Debezium, by name.
 */
public final class PostgresConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
  /** The property, under the converter's name, with the enums and domains of the database. */
  static final String USER_TYPES = "user.types";

  private PostgresTypes types = PostgresTypes.fromText("");

  /** For Debezium. */
  public PostgresConverter() {}

  @Override
  public void configure(Properties properties) {
    types = PostgresTypes.fromText(properties.getProperty(USER_TYPES, ""));
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    ColumnType type = types.columnType(column.typeName());
    SchemaBuilder schema =
        CanonicalSchemas.of(
            type, "float4".equals(type.sourceName()), column.typeName(), !column.isOptional());
    Object columnDefault = column.hasDefaultValue() ? column.defaultValue() : null;
    registration.register(schema, raw -> convert(type, raw, columnDefault));
  }

  /**
   * @param columnDefault Debezium converts it too, for the schema; one that cannot be converted is
   *     no loss, as nothing reads it
   */
  private static @Nullable Object convert(
      ColumnType type, @Nullable Object raw, @Nullable Object columnDefault) {
    if (raw == null) {
      return null;
    }
    if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(raw)) {
      return unsent(type);
    }
    try {
      Object canonical = PostgresRawValues.of(type, raw);
      return type.kind() == ColumnType.Kind.DECIMAL ? SpecialDecimal.wrap(canonical) : canonical;
    } catch (RuntimeException e) {
      if (raw == columnDefault) {
        return null;
      }
      throw e;
    }
  }

  private static Object unsent(ColumnType type) {
    return switch (type.kind()) {
      case DECIMAL -> Unsent.DECIMAL;
      case BYTES -> Unsent.BYTES;
      case MAP -> Unsent.MAP;
      default -> Unsent.TEXT;
    };
  }
}
