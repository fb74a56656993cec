package dev.lockstep.mapping;

import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads templates: <code>text {column} {column|filter:argument|filter}</code>; <code>{{</code> and
 * <code>}}</code> stand for braces.
 */
final class TemplateParser {
  private static final int MAX_PAD = 100;
  private static final List<String> FILTERS = List.of("pad", "lower", "upper", "utc", "escape");

  private final String source;
  private final List<Template.Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int at;

  private TemplateParser(String source) {
    this.source = source;
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong and where
   */
  static Template parse(String source) {
    return new TemplateParser(source).read();
  }

  private Template read() {
    while (at < source.length()) {
      step(source.charAt(at));
    }
    endLiteral();
    return new Template(List.copyOf(parts));
  }

  private void step(char c) {
    boolean doubled = at + 1 < source.length() && source.charAt(at + 1) == c;
    if ((c == '{' || c == '}') && doubled) {
      literal.append(c);
      at += 2;
    } else if (c == '{') {
      hole();
    } else if (c == '}') {
      throw wrong("the '}' at character " + (at + 1) + " closes nothing; write '}}' for a brace");
    } else {
      literal.append(c);
      at++;
    }
  }

  private void hole() {
    int end = source.indexOf('}', at);
    if (end < 0) {
      throw wrong("the '{' at character " + (at + 1) + " is not closed; write '{{' for a brace");
    }
    endLiteral();
    parts.add(hole(source.substring(at + 1, end)));
    at = end + 1;
  }

  private void endLiteral() {
    if (literal.length() > 0) {
      parts.add(new Template.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private Template.Hole hole(String text) {
    List<String> words = Arrays.stream(text.split("\\|", -1)).map(String::strip).toList();
    String column = words.get(0);
    if (column.isEmpty()) {
      throw wrong("'{" + text + "}' names no column");
    }
    TimePrecision time = words.size() > 1 ? time(words.get(1)) : null;
    List<TextFilter> filters =
        words.stream().skip(time == null ? 1 : 2).map(this::filter).collect(Collectors.toList());
    return new Template.Hole(column, time, List.copyOf(filters));
  }

  private @Nullable TimePrecision time(String word) {
    if (word.equals("utc")) {
      return TimePrecision.MICROS;
    }
    if (!word.startsWith("utc:")) {
      return null;
    }
    String wanted = word.substring("utc:".length());
    for (TimePrecision precision : TimePrecision.values()) {
      if (Section.wordOf(precision).equals(wanted)) {
        return precision;
      }
    }
    throw wrong("'utc' cannot write '" + wanted + "'; use one of " + TimePrecision.words());
  }

  private TextFilter filter(String word) {
    if (word.startsWith("pad:")) {
      return new TextFilter.Pad(width(word.substring("pad:".length())));
    }
    return switch (word) {
      case "lower" -> new TextFilter.Lower();
      case "upper" -> new TextFilter.Upper();
      case "escape" -> new TextFilter.Escape();
      case "pad" -> throw wrong("'pad' needs a width: 'pad:12'");
      default -> throw unknown(word);
    };
  }

  private IllegalArgumentException unknown(String word) {
    if (word.equals("utc") || word.startsWith("utc:")) {
      return wrong("'utc' must be the first filter");
    }
    return wrong(
        "there is no filter '"
            + word
            + "'. "
            + Suggestions.didYouMean(word, FILTERS)
            + "Filters are "
            + String.join(", ", FILTERS));
  }

  private int width(String digits) {
    if (digits.matches("[0-9]{1,3}")) {
      int width = Integer.parseInt(digits);
      if (width >= 1 && width <= MAX_PAD) {
        return width;
      }
    }
    throw wrong("'pad:" + digits + "' is not a width from 1 to " + MAX_PAD);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("in template '" + source + "' " + what);
  }
}
