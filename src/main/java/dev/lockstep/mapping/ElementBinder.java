package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds an embed to one shape of the embedded rows. */
final class ElementBinder implements ContentBinder.Names {
  private final String owner;
  private final EmbedDefinition definition;
  private final WideSchema wide;
  private final Problems problems;
  private final ValueBinder values;

  /**
   * @param owner the embed in messages: {@code embed 'lines' of item type 'order'}
   */
  ElementBinder(
      String owner,
      EmbedDefinition definition,
      WideSchema wide,
      Binder.Occasion occasion,
      Problems problems) {
    this.owner = owner;
    this.definition = definition;
    this.wide = wide;
    this.problems = problems;
    this.values =
        new ValueBinder(
            owner,
            new ColumnReader(owner, definition.content(), wide.schema(), occasion, problems),
            problems);
  }

  /** The bound embed; of no use if there were problems. */
  BoundElement bind() {
    BoundContent content =
        definition.value() == null
            ? new ContentBinder(definition.content(), wide, values, this).bind()
            : new BoundContent(List.of());
    return new BoundElement(content, where(), key(), value(), order());
  }

  private @Nullable Where where() {
    return definition.where() == null
        ? null
        : new WhereCompiler(owner, wide.schema(), definition.content(), problems)
            .compile(definition.where());
  }

  private @Nullable BoundValue key() {
    ValueDefinition key = definition.key();
    if (key == null) {
      return null;
    }
    KeyType type = values.columns().keyType(key);
    if (type != KeyType.S && type != KeyType.N && values.columns().isKnown(key)) {
      problems.error(
          "MAP-KEY-TYPE",
          "the map key of " + owner + " is neither a text nor a number",
          key.place(),
          "Write it as a template, or add 'as: text'.");
    }
    return values.bind(key, true);
  }

  private @Nullable BoundValue value() {
    ValueDefinition value = definition.value();
    if (value == null) {
      return null;
    }
    return switch (definition.form()) {
      case STRING_SET -> member(value, KeyType.S);
      case NUMBER_SET -> member(ValueBinder.typed(value, KeyType.N), KeyType.N);
      case LIST, MAP, OBJECT -> values.bind(value, false);
    };
  }

  /** In a set of texts, a bare column becomes text; one of numbers takes no text for a number. */
  private BoundValue member(ValueDefinition definition, KeyType type) {
    boolean bare = definition instanceof ValueDefinition.FromColumn c && c.as() == null;
    ValueDefinition value = bare && type == KeyType.S ? asText(definition) : definition;
    if (values.columns().keyType(value) != type && values.columns().isKnown(value)) {
      problems.error(
          "SET-VALUE-TYPE",
          "the value of " + owner + " is no " + (type == KeyType.S ? "text" : "number"),
          value.place(),
          "Take another column, or another kind of set.");
    }
    boolean template = value instanceof ValueDefinition.FromTemplate;
    return values.bind(value, !template);
  }

  private static ValueDefinition asText(ValueDefinition column) {
    return new ValueDefinition.FromColumn(((ValueDefinition.FromColumn) column).column(), As.TEXT);
  }

  private OrderKey order() {
    int[] places = new int[definition.orderBy().size()];
    List<ColumnType> types = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      Named column = definition.orderBy().get(i).column();
      places[i] = Math.max(0, values.columns().usable(column));
      types.add(wide.schema().columns().get(places[i]).type());
      checkOrdered(column, types.get(i).kind());
    }
    return new OrderKey(places, types, definition.content().zeroDates());
  }

  private void checkOrdered(Named column, Kind kind) {
    if (!OrderKey.isOrdered(kind) && wide.schema().indexOf(column.name()) >= 0) {
      problems.error(
          "ORDER-TYPE",
          owner + " is ordered by column '" + column + "', whose type has no order here",
          column.place(),
          "Order by columns of numbers, times, truth values, texts or bytes.");
    }
  }

  @Override
  public Place place() {
    return definition.place();
  }

  @Override
  public boolean admits(String name, Place place, String what) {
    return true;
  }

  @Override
  public boolean isShownElsewhere(String column) {
    return false;
  }

  @Override
  public Map<String, KeyRule> rules() {
    return Map.of();
  }
}
