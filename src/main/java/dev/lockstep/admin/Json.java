package dev.lockstep.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The JSON form of what people and programs are shown: records field by field, enum constants in
 * lower case with dashes ({@code cut-over}), what is unknown as null.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(new LabelWriter()))
          .addModule(new SimpleModule().addDeserializer(Phase.class, new PhaseReader()))
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** One line of JSON. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form for " + value.getClass(), e);
    }
  }

  /** Indented JSON. */
  public static String indented(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form for " + value.getClass(), e);
    }
  }

  /**
   * Reads what {@code GET /status} answers; fields of a later version are passed over.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static PipelineStatus status(String text) {
    try {
      return MAPPER.readValue(text, PipelineStatus.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a status: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads a problem that the server answered with.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static ProblemDetails problem(String text) {
    try {
      return MAPPER.readValue(text, ProblemDetails.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a problem: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads any JSON.
   *
   * @throws IllegalArgumentException if it is none
   */
  static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * A part of an answer as what it is; fields of a later version are passed over.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static <T> T value(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not what was asked for: " + e.getOriginalMessage(), e);
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class LabelWriter extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    LabelWriter() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  private static final class PhaseReader extends StdDeserializer<Phase> {
    private static final long serialVersionUID = 1L;

    PhaseReader() {
      super(Phase.class);
    }

    @Override
    public Phase deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String label = in.getText();
      return Arrays.stream(Phase.values())
          .filter(phase -> phase.label().equals(label))
          .findFirst()
          .orElseThrow(() -> new IOException("no such phase: " + label));
    }
  }
}
