package dev.lockstep.draft;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Builds the text of a YAML file. */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();

  /** A line, two blanks deeper with each level. */
  YamlText line(int level, String content) {
    text.append(content.isEmpty() ? "" : "  ".repeat(level) + content).append('\n');
    return this;
  }

  /** A comment, in as many lines as it takes. */
  YamlText comment(int level, String sentence) {
    StringBuilder line = new StringBuilder();
    for (String word : oneLine(sentence).split(" ", -1)) {
      if (line.length() > 0 && line.length() + word.length() + 3 + 2 * level > WIDTH) {
        line(level, "#" + line);
        line.setLength(0);
      }
      line.append(' ').append(word);
    }
    return line(level, "#" + line);
  }

  /** A name may hold anything, and must not end a comment. */
  static String oneLine(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0x85 ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A key. */
  static String key(String name) {
    return isPlain(name) ? name : quoted(name);
  }

  /** A value, which is not to be taken for a reference. */
  static String value(String text) {
    return isPlain(text) ? text : quoted(text.replace("${", "$${"));
  }

  /** A list in one line. */
  static String list(List<String> values) {
    return values.stream().map(YamlText::value).collect(Collectors.joining(", ", "[", "]"));
  }

  /** One value by itself, several as a list. */
  static String oneOrList(List<String> values) {
    return values.size() == 1 ? value(values.get(0)) : list(values);
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
