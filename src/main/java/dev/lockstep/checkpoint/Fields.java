package dev.lockstep.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Named values as a document's text, one in a line, in order: for small records that more than one
 * version of Lockstep may read. A reader passes over names that it does not know.
 */
public final class Fields {
  private final Map<String, String> values;

  private Fields(Map<String, String> values) {
    this.values = values;
  }

  /** None yet. */
  public static Fields none() {
    return new Fields(new LinkedHashMap<>());
  }

  /** Reads what {@link #toText} wrote; a line without a value is passed over. */
  public static Fields parse(String text) {
    Fields fields = none();
    text.lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(
            line -> {
              int sign = line.indexOf('=');
              fields.values.put(line.substring(0, sign), unescaped(line.substring(sign + 1)));
            });
    return fields;
  }

  /**
   * Adds a value; a missing one is left out.
   *
   * @param name letters, digits, dots and dashes
   */
  public Fields with(String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value.toString());
    }
    return this;
  }

  /** A value, or null if there is none of that name. */
  public @Nullable String get(String name) {
    return values.get(name);
  }

  /** A value, or the fallback if there is none of that name. */
  public String get(String name, String fallback) {
    return values.getOrDefault(name, fallback);
  }

  /** Those whose names begin with a prefix, without it. */
  public Map<String, String> under(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** As a document has it. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, value) -> text.append(name).append('=').append(escaped(value)).append('\n'));
    return text.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        c =
            switch (value.charAt(i)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> value.charAt(i);
            };
      }
      text.append(c);
    }
    return text.toString();
  }
}
