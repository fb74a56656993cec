package dev.lockstep.source.debezium;

import dev.lockstep.change.ColumnType;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The Connect schemas under which canonical values travel through Debezium. A parameter carries the
 * name of the column's type.
 */
final class CanonicalSchemas {
  /** The schema parameter with the name of the column's type, as the source has it. */
  static final String TYPE_PARAMETER = "lockstep.type";

  private static final String NOT_NULL_PARAMETER = "lockstep.not-null";

  private CanonicalSchemas() {}

  /**
   * The schema of a column.
   *
   * @param single whether a floating-point number has 32 bits
   * @param typeName from which the type can be told again
   */
  static SchemaBuilder of(ColumnType type, boolean single, String typeName, boolean notNull) {
    SchemaBuilder schema = builder(type, single).optional().parameter(TYPE_PARAMETER, typeName);
    return notNull ? schema.parameter(NOT_NULL_PARAMETER, "true") : schema;
  }

  /**
   * The name of the type of a column.
   *
   * @throws IllegalStateException if the schema was not made here
   */
  static String typeName(Schema schema) {
    String name = parameter(schema, TYPE_PARAMETER);
    if (name == null) {
      throw new IllegalStateException("a column came by another converter: " + schema.name());
    }
    return name;
  }

  /** Whether a column is NOT NULL. */
  static boolean isNotNull(Schema schema) {
    return !schema.isOptional() || parameter(schema, NOT_NULL_PARAMETER) != null;
  }

  private static @Nullable String parameter(Schema schema, String name) {
    Map<String, String> parameters = schema.parameters();
    return parameters == null ? null : parameters.get(name);
  }

  private static SchemaBuilder builder(ColumnType type, boolean single) {
    return switch (type.kind()) {
      case BOOLEAN -> SchemaBuilder.bool();
      case INTEGER, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> SchemaBuilder.int64();
      case FLOAT -> single ? SchemaBuilder.float32() : SchemaBuilder.float64();
      case DECIMAL -> Decimal.builder(0);
      case BYTES -> SchemaBuilder.bytes();
      case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA);
      default -> SchemaBuilder.string();
    };
  }
}
