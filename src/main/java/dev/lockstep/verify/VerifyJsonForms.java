package dev.lockstep.verify;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TypedJson;
import dev.lockstep.item.Value;
import java.io.IOException;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms that differ from a record's: labels of enum constants, and item keys. */
final class VerifyJsonForms {
  private VerifyJsonForms() {}

  static SimpleModule module() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(new LabelWriter());
    module.setDeserializerModifier(new LabelReaders());
    module.addSerializer(new KeyWriter());
    module.addDeserializer(ItemKey.class, new KeyReader());
    return module;
  }

  /** {@code wrong-version}. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @SuppressWarnings("rawtypes")
  private static final class LabelWriter extends StdSerializer<Enum> {
    @Serial private static final long serialVersionUID = 1L;

    LabelWriter() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(label(value));
    }
  }

  private static final class LabelReaders extends BeanDeserializerModifier {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
        DeserializationConfig config,
        JavaType type,
        BeanDescription description,
        JsonDeserializer<?> usual) {
      return new LabelReader(type.getRawClass());
    }
  }

  private static final class LabelReader extends StdDeserializer<Enum<?>> {
    @Serial private static final long serialVersionUID = 1L;

    LabelReader(Class<?> type) {
      super(type);
    }

    @Override
    public Enum<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String label = in.getText();
      for (Object constant : handledType().getEnumConstants()) {
        if (label(((Enum<?>) constant)).equals(label)) {
          return (Enum<?>) constant;
        }
      }
      throw InvalidFormatException.from(in, "no such word: " + label, label, handledType());
    }
  }

  private static final class KeyWriter extends StdSerializer<ItemKey> {
    @Serial private static final long serialVersionUID = 1L;

    KeyWriter() {
      super(ItemKey.class);
    }

    @Override
    public void serialize(ItemKey key, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      Value sort = key.sort();
      out.writeStartObject();
      out.writeStringField("table", key.table());
      out.writeObjectField("partition", TypedJson.of(key.partition()));
      out.writeObjectField("sort", sort == null ? null : TypedJson.of(sort));
      out.writeEndObject();
    }
  }

  private static final class KeyReader extends StdDeserializer<ItemKey> {
    @Serial private static final long serialVersionUID = 1L;

    KeyReader() {
      super(ItemKey.class);
    }

    @Override
    public ItemKey deserialize(JsonParser in, DeserializationContext context) throws IOException {
      JsonNode node = in.readValueAsTree();
      Value partition = value(in, node.get("partition"));
      if (partition == null || !node.path("table").isTextual()) {
        throw InvalidFormatException.from(
            in, "a key has a table and a partition", node, _valueClass);
      }
      return new ItemKey(node.get("table").textValue(), partition, value(in, node.get("sort")));
    }

    private @Nullable Value value(JsonParser in, @Nullable JsonNode node) throws IOException {
      if (node == null || node.isNull()) {
        return null;
      }
      if (node.size() == 1 && node.isObject() && node.elements().next().isTextual()) {
        return value(in, node.fieldNames().next(), node.elements().next().textValue());
      }
      throw InvalidFormatException.from(
          in, "a key's value has a type and a text", node, _valueClass);
    }

    private Value value(JsonParser in, String type, String text) throws IOException {
      try {
        return TypedJson.keyValue(type, text);
      } catch (IllegalArgumentException e) {
        throw InvalidFormatException.from(in, e.getMessage(), text, _valueClass);
      }
    }
  }
}
