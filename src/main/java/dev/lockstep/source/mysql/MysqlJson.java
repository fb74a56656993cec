package dev.lockstep.source.mysql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;

/**
 * JSON in one form: without spaces, fields as the server orders them, numbers by their value alone.
 * The server and the binary log write the same value differently.
 */
final class MysqlJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Whole numbers with more digits have an exponent. */
  private static final int WHOLE_DIGITS = 20;

  private MysqlJson() {}

  /** Writes JSON. */
  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  /** The JSON that somebody writes. */
  static String text(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
    return text.toString();
  }

  /**
   * The one form of a JSON text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String normal(String text) {
    return text(
        json -> {
          try (JsonParser parser = FACTORY.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
              copy(parser, token, json);
            }
          }
        });
  }

  private static void copy(JsonParser parser, JsonToken token, JsonGenerator json)
      throws IOException {
    if (token.isNumeric()) {
      number(json, new BigDecimal(parser.getText()));
    } else {
      json.copyCurrentEvent(parser);
    }
  }

  /** Writes a number by its value: {@code 1} for {@code 1.0} and {@code 1e0}. */
  static void number(JsonGenerator json, BigDecimal number) throws IOException {
    BigDecimal value = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    boolean whole = value.scale() <= 0 && value.precision() - value.scale() <= WHOLE_DIGITS;
    json.writeNumber(whole ? value.toPlainString() : value.toString());
  }
}
