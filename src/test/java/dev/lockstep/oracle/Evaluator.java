package dev.lockstep.oracle;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.oracle.MappingModel.Columns;
import dev.lockstep.oracle.MappingModel.Content;
import dev.lockstep.oracle.MappingModel.Embed;
import dev.lockstep.oracle.MappingModel.ItemModel;
import dev.lockstep.oracle.MappingModel.Lookup;
import dev.lockstep.oracle.MappingModel.ValueModel;
import dev.lockstep.oracle.TableModel.ColumnModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which items rows should have, by plain loops over all rows. It shares nothing with the
 * product but the values that items are made of.
 */
final class Evaluator {
  private final MappingModel mapping;
  private final Rows rows;
  private final Joins joins;

  /** All rows of a database. */
  interface Rows {
    /** The rows of a table, each with one value per column. */
    Iterable<@Nullable Object[]> of(TableModel table);
  }

  /**
   * What should be.
   *
   * @param bad the rows that cannot become the item that the mapping wants
   */
  record Expected(Map<ItemKey, Map<String, Value>> items, Set<Bad> bad) {}

  /**
   * A bad row.
   *
   * @param row its key values
   */
  record Bad(String itemType, List<Object> row) {}

  private Evaluator(MappingModel mapping, Rows rows) {
    this.mapping = mapping;
    this.rows = rows;
    this.joins = new Joins(rows);
  }

  static Expected evaluate(MappingModel mapping, Rows rows) {
    return new Evaluator(mapping, rows).all();
  }

  private Expected all() {
    Expected expected = new Expected(new HashMap<>(), new HashSet<>());
    for (ItemModel type : mapping.items()) {
      for (@Nullable Object[] row : rows.of(type.root())) {
        try {
          add(type, row, expected.items());
        } catch (BadException e) {
          expected.bad().add(new Bad(type.name(), keyOf(type.root(), row)));
        }
      }
    }
    return expected;
  }

  private static List<Object> keyOf(TableModel table, @Nullable Object[] row) {
    List<Object> key = new ArrayList<>();
    table.key().forEach(column -> key.add(Objects.requireNonNull(row[table.place(column)])));
    return key;
  }

  private void add(ItemModel type, @Nullable Object[] row, Map<ItemKey, Map<String, Value>> items) {
    Seen seen =
        new Seen(type.root(), row, type.content(), type.content().keepsNulls().orElse(false));
    if (!keyRowsExist(type, seen)
        || (type.where().isPresent() && !new Truth(this, joins, seen).holds(type.where().get()))) {
      return;
    }
    Value partition = keyValue(type, type.target().partition(), seen);
    Value sort = type.target().sort().map(name -> keyValue(type, name, seen)).orElse(null);
    ItemKey key = new ItemKey(type.target().name(), partition, sort);
    if (items.put(key, content(seen, new HashSet<>(type.target().index()))) != null) {
      throw new IllegalStateException("two rows of this world have one item key: " + key);
    }
  }

  /** An item whose key needs a looked-up row that is not there comes with that row. */
  private boolean keyRowsExist(ItemModel type, Seen seen) {
    for (ValueModel value : type.key().values()) {
      for (String path : paths(value)) {
        int dot = path.lastIndexOf('.');
        if (dot > 0 && joins.rowAt(seen, path.substring(0, dot)) == null) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> paths(ValueModel value) {
    if (value instanceof ValueModel.Column column) {
      return List.of(column.path());
    }
    return value instanceof ValueModel.Template template
        ? template.parts().stream().flatMap(part -> part.path().stream()).toList()
        : List.of();
  }

  private Value keyValue(ItemModel type, String attribute, Seen seen) {
    ValueModel model = Objects.requireNonNull(type.key().get(attribute));
    Value value = value(model, seen, true);
    if (value == null || value instanceof Value.Null || value.equals(new Value.Text(""))) {
      throw new BadException("no key");
    }
    return value;
  }

  /**
   * What a row shows.
   *
   * @param index attributes that are keys of an index: left out if they are NULL or empty
   */
  private Map<String, Value> content(Seen seen, Set<String> index) {
    Map<String, Value> shown = new LinkedHashMap<>();
    for (ColumnModel column : seen.table().columns()) {
      if (seen.content().showsColumn(column.name())) {
        put(shown, column.name(), column(column.name(), "", seen));
      }
    }
    seen.content()
        .attributes()
        .forEach(
            (name, model) -> {
              Value value = value(model, seen, index.contains(name));
              boolean out = value instanceof Value.Null || new Value.Text("").equals(value);
              put(shown, name, index.contains(name) && out ? null : value);
            });
    seen.content().embeds().forEach((name, embed) -> put(shown, name, embed(embed, seen)));
    seen.content()
        .lookups()
        .forEach(
            (name, lookup) ->
                put(shown, name, lookup(lookup, seen.table(), seen.row(), seen.keepsNulls())));
    return shown;
  }

  private static void put(Map<String, Value> shown, String name, @Nullable Value value) {
    if (value != null) {
      shown.put(name, value);
    }
  }

  /**
   * @param strict whether one NULL in a template is enough to give nothing
   */
  private @Nullable Value value(ValueModel model, Seen seen, boolean strict) {
    if (model instanceof ValueModel.Constant constant) {
      return constant.value();
    }
    if (model instanceof ValueModel.Column column) {
      return column(column.path(), column.as().orElse(""), seen);
    }
    String text =
        Templates.text(
            (ValueModel.Template) model,
            strict,
            path -> new Templates.Held(joins.kindAt(seen, path), joins.columnAt(seen, path)));
    return text == null ? null : new Value.Text(text);
  }

  private @Nullable Value column(String path, String as, Seen seen) {
    Object held = joins.columnAt(seen, path);
    if (held == null) {
      return seen.keepsNulls() ? new Value.Null() : null;
    }
    Kind kind = joins.kindAt(seen, path);
    return as.isEmpty() ? kind.item(held) : kind.item(held, as);
  }

  private @Nullable Value lookup(
      Lookup lookup, TableModel table, @Nullable Object[] row, boolean keepsNulls) {
    @Nullable Object @Nullable [] found = joins.referenced(lookup, table, row);
    if (found == null || !lookup.shows()) {
      return null;
    }
    Content nested =
        new Content(
            new Columns(Columns.Rule.ONLY, lookup.columns().orElse(List.of())),
            Map.of(),
            Map.of(),
            lookup.lookups(),
            Optional.empty());
    Seen seen = new Seen(lookup.from(), found, nested, keepsNulls);
    return lookup.text().isPresent()
        ? value(lookup.text().get(), seen, false)
        : new Value.MapOf(content(seen, Set.of()));
  }

  /** What an embed shows; null if that is nothing. */
  @Nullable Value embed(Embed embed, Seen carrier) {
    List<Seen> children = children(embed, carrier);
    return switch (embed.form()) {
      case LIST -> list(embed, children);
      case MAP -> map(embed, children);
      case OBJECT -> object(children);
      case STRING_SET, NUMBER_SET -> set(embed, children);
    };
  }

  private List<Seen> children(Embed embed, Seen carrier) {
    List<Seen> children = new ArrayList<>();
    boolean keepsNulls = embed.content().keepsNulls().orElse(carrier.keepsNulls());
    List<String> to = embed.to().orElse(carrier.table().key());
    for (@Nullable Object[] row : rows.of(embed.from())) {
      Seen child = new Seen(embed.from(), row, embed.content(), keepsNulls);
      if (Joins.agree(embed.from(), row, embed.by(), carrier.table(), carrier.row(), to)
          && (embed.where().isEmpty()
              || new Truth(this, joins, child).holds(embed.where().get()))) {
        children.add(child);
      }
    }
    return children;
  }

  private Value list(Embed embed, List<Seen> children) {
    children.sort((a, b) -> joins.compare(embed, a, b));
    int count = embed.limit() == 0 ? children.size() : Math.min(embed.limit(), children.size());
    List<Value> elements = new ArrayList<>();
    for (Seen child : children.subList(0, count)) {
      Value element = shown(embed, child);
      if (element != null) {
        elements.add(element);
      }
    }
    return new Value.ListOf(elements);
  }

  private @Nullable Value shown(Embed embed, Seen child) {
    return embed.value().isPresent()
        ? value(embed.value().get(), child, false)
        : new Value.MapOf(content(child, Set.of()));
  }

  private Value map(Embed embed, List<Seen> children) {
    Map<String, Value> entries = new LinkedHashMap<>();
    Set<String> keys = new HashSet<>();
    for (Seen child : children) {
      Value key = value(embed.key().orElseThrow(), child, true);
      if (!(key instanceof Value.Text text) || !keys.add(text.text())) {
        throw new BadException("no map key, or one twice");
      }
      put(entries, text.text(), shown(embed, child));
    }
    return new Value.MapOf(entries);
  }

  private @Nullable Value object(List<Seen> children) {
    if (children.size() > 1) {
      throw new BadException("several rows for an object");
    }
    return children.isEmpty() ? null : new Value.MapOf(content(children.get(0), Set.of()));
  }

  private @Nullable Value set(Embed embed, List<Seen> children) {
    Set<String> values = new LinkedHashSet<>();
    for (Seen child : children) {
      Value value = value(embed.value().orElseThrow(), child, false);
      if (value instanceof Value.Text text) {
        values.add(text.text());
      } else if (value instanceof Value.Num number) {
        values.add(number.digits());
      }
    }
    if (values.isEmpty()) {
      return null;
    }
    return embed.form() == MappingModel.Form.NUMBER_SET
        ? new Value.NumSet(values)
        : new Value.TextSet(values);
  }
}
