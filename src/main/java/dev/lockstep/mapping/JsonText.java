package dev.lockstep.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lockstep.change.ColumnType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Arrays and maps as compact JSON text. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  static String of(Object held, ColumnType type) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      write(json, held, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object held, ColumnType type)
      throws IOException {
    if (held == null) {
      json.writeNull();
    } else if (held instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element, Objects.requireNonNull(type.element()));
      }
      json.writeEndArray();
    } else if (held instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        json.writeString((String) entry.getValue());
      }
      json.writeEndObject();
    } else {
      scalar(json, held, type);
    }
  }

  private static void scalar(JsonGenerator json, Object held, ColumnType type) throws IOException {
    switch (type.kind()) {
      case BOOLEAN -> json.writeBoolean((Boolean) held);
      case INTEGER -> json.writeNumber((Long) held);
      default -> number(json, held, type);
    }
  }

  private static void number(JsonGenerator json, Object held, ColumnType type) throws IOException {
    if (held instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (type.kind() == ColumnType.Kind.FLOAT && Floats.isFinite((Number) held)) {
      json.writeNumber(Floats.text((Number) held));
    } else {
      json.writeString(TextForms.of(type).apply(held));
    }
  }
}
