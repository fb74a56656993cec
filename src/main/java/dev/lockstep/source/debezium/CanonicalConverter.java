package dev.lockstep.source.debezium;

import dev.lockstep.change.ColumnType;
import dev.lockstep.source.postgres.PostgresTypes;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Takes the conversion of every column from Debezium, whose own loses some values (arrays of
 * several dimensions, {@code money[]}, unsent values of many types) and gives others a different
 * form in the snapshot than in the stream. Made by Debezium, by name.
 */
public final class CanonicalConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {
  /** The property, under the converter's name, with the enums and domains of the database. */
  static final String USER_TYPES = "user.types";

  /** The schema parameter with the name of the column's PostgreSQL type. */
  static final String TYPE_PARAMETER = "lockstep.type";

  private static final String NOT_NULL_PARAMETER = "lockstep.not-null";

  private PostgresTypes types = PostgresTypes.fromText("");

  /** For Debezium. */
  public CanonicalConverter() {}

  @Override
  public void configure(Properties properties) {
    types = PostgresTypes.fromText(properties.getProperty(USER_TYPES, ""));
  }

  @Override
  public void converterFor(
      RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
    ColumnType type = types.columnType(column.typeName());
    SchemaBuilder schema = schema(type).optional().parameter(TYPE_PARAMETER, column.typeName());
    if (!column.isOptional()) {
      schema.parameter(NOT_NULL_PARAMETER, "true");
    }
    Object columnDefault = column.hasDefaultValue() ? column.defaultValue() : null;
    registration.register(schema, raw -> convert(type, raw, columnDefault));
  }

  /** Whether the parameters of a schema made here say that the column is NOT NULL. */
  static boolean isNotNull(Map<String, String> parameters) {
    return parameters.containsKey(NOT_NULL_PARAMETER);
  }

  private static SchemaBuilder schema(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> SchemaBuilder.bool();
      case INTEGER, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> SchemaBuilder.int64();
      case FLOAT ->
          "float4".equals(type.sourceName()) ? SchemaBuilder.float32() : SchemaBuilder.float64();
      case DECIMAL -> Decimal.builder(0);
      case BYTES -> SchemaBuilder.bytes();
      case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA);
      default -> SchemaBuilder.string();
    };
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
      Object canonical = CanonicalValues.of(type, raw);
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
