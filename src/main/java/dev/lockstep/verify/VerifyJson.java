package dev.lockstep.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * The JSON form of requests, progress and reports, written and read: records field by field, enum
 * constants in lower case with dashes, values as DynamoDB writes them, what is absent as null.
 */
public final class VerifyJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(VerifyJsonForms.module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private VerifyJson() {}

  /** One line of JSON. */
  public static String compact(Object value) {
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
   * Reads what {@link #compact} wrote; fields of a later version are passed over.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static List<VerifyReport> reports(String json) {
    try {
      return MAPPER.readValue(json, new TypeReference<List<VerifyReport>>() {});
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    }
  }

  private static IllegalArgumentException unreadable(JsonProcessingException e) {
    return new IllegalArgumentException("not what it should be: " + e.getOriginalMessage(), e);
  }
}
