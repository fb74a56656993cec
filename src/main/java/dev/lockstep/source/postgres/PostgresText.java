package dev.lockstep.source.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the text forms of PostgreSQL's composed values: arrays and hstore. */
final class PostgresText {
  private final String text;
  private int at;

  private PostgresText(String text) {
    this.text = text;
  }

  /**
   * Reads {@code {1,NULL,"a \"b\""}}. An array of several dimensions is a list of lists; bounds
   * that do not start at 1 are left out.
   *
   * @param element makes an element of its text
   */
  static List<@Nullable Object> array(String text, Function<String, Object> element) {
    PostgresText cursor = new PostgresText(text);
    if (text.startsWith("[")) {
      cursor.at = text.indexOf('=') + 1;
    }
    return cursor.list(element);
  }

  private List<@Nullable Object> list(Function<String, Object> element) {
    expect('{');
    List<@Nullable Object> values = new ArrayList<>();
    while (peek() != '}') {
      values.add(peek() == '{' ? list(element) : element(element));
      if (peek() == ',') {
        at++;
      }
    }
    at++;
    return values;
  }

  private @Nullable Object element(Function<String, Object> element) {
    if (peek() == '"') {
      return element.apply(quoted());
    }
    String bare = bare();
    return "NULL".equals(bare) ? null : element.apply(bare);
  }

  /** Reads {@code "a"=>"1", "b"=>NULL}. */
  static Map<String, @Nullable String> hstore(String text) {
    PostgresText cursor = new PostgresText(text);
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    while (cursor.at < text.length()) {
      String key = cursor.quoted();
      cursor.expect('=');
      cursor.expect('>');
      if (cursor.peek() == '"') {
        map.put(key, cursor.quoted());
      } else {
        cursor.at += "NULL".length();
        map.put(key, null);
      }
      while (cursor.at < text.length() && (cursor.peek() == ',' || cursor.peek() == ' ')) {
        cursor.at++;
      }
    }
    return map;
  }

  private String quoted() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
      }
      value.append(peek());
      at++;
    }
    at++;
    return value.toString();
  }

  private String bare() {
    StringBuilder value = new StringBuilder();
    while (peek() != ',' && peek() != '}') {
      if (peek() == '\\') {
        at++;
      }
      value.append(peek());
      at++;
    }
    return value.toString();
  }

  private void expect(char expected) {
    if (peek() != expected) {
      throw new IllegalArgumentException(
          "no array or hstore of PostgreSQL: '" + expected + "' is missing");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new IllegalArgumentException("no array or hstore of PostgreSQL: it ends too early");
    }
    return text.charAt(at);
  }
}
