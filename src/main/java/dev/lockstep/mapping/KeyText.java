package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads item keys backwards: from the text of a key to the columns of the row. */
final class KeyText {
  private KeyText() {}

  /**
   * What a key shows of the root's own columns, as text; columns that a filter has changed beyond
   * return are absent.
   *
   * @param key definitions by key attribute, in the table's order
   * @return empty if the key does not fit the definitions
   */
  static Optional<Map<String, String>> columns(Map<String, ValueDefinition> key, ItemKey item) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<ValueDefinition> definitions = List.copyOf(key.values());
    boolean fits = read(definitions.get(0), item.partition(), columns);
    if (fits && definitions.size() > 1) {
      fits = read(definitions.get(1), item.sort(), columns);
    }
    return fits ? Optional.of(columns) : Optional.empty();
  }

  private static boolean read(
      ValueDefinition definition, @Nullable Value value, Map<String, String> columns) {
    if (value == null || value instanceof Value.Binary) {
      return false;
    }
    String text = ItemKey.text(value);
    if (definition instanceof ValueDefinition.FromTemplate template) {
      return read(template.template(), text, columns);
    }
    if (definition instanceof ValueDefinition.FromColumn column) {
      return !isPlain(column) || put(columns, column.column().name(), text);
    }
    return ((ValueDefinition.Constant) definition).value().equals(value);
  }

  /** Epochs and the like are not what the source would take. */
  private static boolean isPlain(ValueDefinition.FromColumn column) {
    As as = column.as();
    return as == null || as == As.TEXT || as == As.NUMBER;
  }

  private static boolean read(Template template, String text, Map<String, String> columns) {
    StringBuilder pattern = new StringBuilder();
    for (Template.Part part : template.parts()) {
      pattern.append(part instanceof Template.Literal l ? Pattern.quote(l.text()) : "(.*)");
    }
    Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    int group = 1;
    for (Template.Hole hole : template.holes()) {
      if (!read(hole, matcher.group(group++), columns)) {
        return false;
      }
    }
    return true;
  }

  private static boolean read(Template.Hole hole, String text, Map<String, String> columns) {
    if (hole.time() != null) {
      return true;
    }
    String source = text;
    for (TextFilter filter : hole.filters()) {
      if (filter instanceof TextFilter.Escape) {
        source = source.replace("%23", "#").replace("%25", "%");
      } else if (!(filter instanceof TextFilter.Pad)) {
        return true;
      }
    }
    return put(columns, hole.column(), source);
  }

  /** A column that stands twice says the same twice. Looked-up columns are not the root's own. */
  private static boolean put(Map<String, String> columns, String column, String text) {
    if (column.contains(".")) {
      return true;
    }
    String other = columns.putIfAbsent(column, text);
    return other == null || other.equals(text);
  }

  /**
   * The columns whose value in a row contains the text that stands behind them in a key template,
   * before another column: where one part ends cannot be told then.
   */
  static List<String> overrun(Map<String, ValueDefinition> key, Row row) {
    List<String> columns = new ArrayList<>();
    for (ValueDefinition definition : key.values()) {
      if (definition instanceof ValueDefinition.FromTemplate template) {
        overrun(template.template().parts(), row, columns);
      }
    }
    return columns;
  }

  private static void overrun(List<Template.Part> parts, Row row, List<String> columns) {
    for (int i = 0; i + 2 < parts.size(); i++) {
      if (parts.get(i) instanceof Template.Hole hole
          && parts.get(i + 1) instanceof Template.Literal literal
          && text(hole, row).contains(literal.text())) {
        columns.add(hole.column());
      }
    }
  }

  /** Only texts can contain what templates put between columns. */
  private static String text(Template.Hole hole, Row row) {
    int place = row.schema().indexOf(hole.column());
    if (place < 0 || !(row.get(place) instanceof String value)) {
      return "";
    }
    String text = value;
    for (TextFilter filter : hole.filters()) {
      text = filter.apply(text);
    }
    return text;
  }
}
