package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds values to the columns of one table schema, and reports what does not go together. */
final class ColumnReader {
  private static final BoundValue NOTHING = new BoundValue.Constant(new Value.Null());

  private final String owner;
  private final Content content;
  private final TableSchema schema;
  private final Binder.Occasion occasion;
  private final Problems problems;

  /**
   * @param owner what has the values, for messages: {@code item type 'order'}
   * @param content says what becomes of NULL and of numbers that do not fit
   * @param schema the columns, those of looked-up rows under qualified names
   */
  ColumnReader(
      String owner,
      Content content,
      TableSchema schema,
      Binder.Occasion occasion,
      Problems problems) {
    this.owner = owner;
    this.content = content;
    this.schema = schema;
    this.occasion = occasion;
    this.problems = problems;
  }

  /** Reports the columns that the rule names and the table does not have. */
  void checkRule(Content content) {
    for (Named column : content.columns().named()) {
      // What does not show, because it is left out or overridden, is not kept either.
      boolean goneIsFine =
          occasion == Binder.Occasion.SCHEMA_CHANGE && !content.showsColumn(column.name());
      if (!goneIsFine && schema.indexOf(column.name()) < 0) {
        missing(column);
      }
    }
  }

  /** The place of a column that can be carried; -1 if it cannot, which is reported. */
  int usable(Named column) {
    int place = schema.indexOf(column.name());
    if (place >= 0 && typeAt(place).kind() == ColumnType.Kind.UNSUPPORTED) {
      unsupported(column, typeAt(place));
      return -1;
    }
    if (place < 0) {
      missing(column);
    }
    return place;
  }

  private ColumnType typeAt(int place) {
    return schema.columns().get(place).type();
  }

  /** A column's value. In a key, NULL is never kept and a number never becomes text. */
  BoundValue value(ValueDefinition.FromColumn definition, boolean inKey) {
    int place = usable(definition.column());
    if (place < 0) {
      return NOTHING;
    }
    ColumnType type = typeAt(place);
    As as = definition.as() == null ? As.byDefault(type.kind()) : definition.as();
    if (!Conversions.allowed(type).contains(as)) {
      impossible(definition, type, as);
      return NOTHING;
    }
    ZeroDates zeroDates = content.zeroDates();
    return new BoundValue.OfColumn(
        place,
        schema.columns().get(place),
        Conversions.of(type, as, inKey ? NumberPolicy.REFUSE : content.numbers()),
        inKey ? Nulls.OMIT : content.nulls(),
        inKey && as != As.TEXT ? zeroDates.withoutText() : zeroDates);
  }

  /** A template's value. In a key, one NULL is enough to give none. */
  BoundValue template(ValueDefinition.FromTemplate definition, boolean inKey) {
    List<BoundTemplate.Piece> pieces = new ArrayList<>();
    String literal = "";
    for (Template.Part part : definition.template().parts()) {
      if (part instanceof Template.Literal text) {
        literal = text.text();
      } else {
        pieces.add(piece(literal, (Template.Hole) part, definition.place()));
        literal = "";
      }
    }
    if (!literal.isEmpty() || pieces.isEmpty()) {
      pieces.add(BoundTemplate.Piece.literal(literal));
    }
    return new BoundTemplate(pieces, inKey);
  }

  private BoundTemplate.Piece piece(String literal, Template.Hole hole, Place where) {
    int place = usable(new Named(hole.column(), where));
    Function<Object, String> text = place < 0 ? null : textOf(hole, typeAt(place), where);
    return text == null
        ? BoundTemplate.Piece.literal(literal)
        : new BoundTemplate.Piece(
            literal,
            place,
            schema.columns().get(place),
            content.zeroDates(),
            filtered(text, hole.filters()));
  }

  private @Nullable Function<Object, String> textOf(
      Template.Hole hole, ColumnType type, Place where) {
    if (hole.time() == null) {
      return TextForms.of(type);
    }
    Function<Object, String> text = TextForms.of(type, hole.time());
    if (text == null) {
      problems.error(
          "FILTER-WRONG",
          "filter 'utc' of "
              + owner
              + " is for dates and times, and column '"
              + hole.column()
              + "' is "
              + type,
          where,
          "Remove the filter.");
    }
    return text;
  }

  private static Function<Object, String> filtered(
      Function<Object, String> text, List<TextFilter> filters) {
    Function<Object, String> filtered = text;
    for (TextFilter filter : filters) {
      filtered = filtered.andThen(filter::apply);
    }
    return filtered;
  }

  /** The key type that a value has; null if it can be no key. */
  @Nullable KeyType keyType(ValueDefinition value) {
    if (value instanceof ValueDefinition.Constant constant) {
      return constant.value() instanceof Value.Text
          ? KeyType.S
          : constant.value() instanceof Value.Num ? KeyType.N : null;
    }
    if (value instanceof ValueDefinition.FromColumn column) {
      As as = column.as();
      return Conversions.keyType(as == null ? defaultOf(column.column().name()) : as);
    }
    return KeyType.S;
  }

  private As defaultOf(String column) {
    int place = schema.indexOf(column);
    return place < 0 ? As.TEXT : As.byDefault(typeAt(place).kind());
  }

  /** Whether all columns of a value exist; else there is a problem already. */
  boolean isKnown(ValueDefinition value) {
    return ItemTypePlan.columnsOf(value).stream().allMatch(c -> schema.indexOf(c) >= 0);
  }

  private void missing(Named column) {
    List<String> names = schema.columns().stream().map(Column::name).toList();
    if (occasion == Binder.Occasion.SCHEMA_CHANGE) {
      problems.error(
          "MAPPED-COLUMN-GONE",
          "table "
              + schema.table()
              + " has no column '"
              + column
              + "' any more, which "
              + owner
              + " shows",
          column.place(),
          "If it was renamed or dropped, change the mapping and restart; nothing is lost until"
              + " then.");
      return;
    }
    problems.error(
        "UNKNOWN-COLUMN",
        owner + " uses column '" + column + "', which table " + schema.table() + " does not have",
        column.place(),
        Suggestions.didYouMean(column.name(), names)
            + "Columns are "
            + String.join(", ", names)
            + ".");
  }

  private void unsupported(Named column, ColumnType type) {
    problems.error(
        "UNSUPPORTED-COLUMN",
        owner
            + " uses column '"
            + column
            + "' of "
            + schema.table()
            + ", whose type "
            + type
            + " cannot be carried without loss",
        column.place(),
        "Leave it out with columns: { except: [" + column + "] }.");
  }

  private void impossible(ValueDefinition.FromColumn definition, ColumnType type, As as) {
    Set<As> allowed = Conversions.allowed(type);
    problems.error(
        "CONVERSION-WRONG",
        owner
            + " wants column '"
            + definition.column()
            + "' as "
            + as.word()
            + ", which its type "
            + type
            + " cannot be",
        definition.place(),
        "Use one of: " + allowed.stream().map(As::word).collect(Collectors.joining(", ")) + ".");
  }
}
