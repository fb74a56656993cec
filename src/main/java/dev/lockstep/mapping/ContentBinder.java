package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.item.ItemSize;
import dev.lockstep.yaml.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds what a row shows to one shape, for roots and embedded rows alike. */
final class ContentBinder {
  private final Content content;
  private final WideSchema wide;
  private final ValueBinder values;
  private final Names names;

  /** What the names of attributes are held against. */
  interface Names {

    /** Where a name is to be blamed on that no line of the mapping names. */
    Place place();

    /** Whether a name may stand there; if not, that is reported. */
    boolean admits(String name, Place place, String what);

    /** Whether a column shows already, outside of the content. */
    boolean isShownElsewhere(String column);

    /** The rules of the attributes that are in index keys, by name. */
    Map<String, KeyRule> rules();
  }

  ContentBinder(Content content, WideSchema wide, ValueBinder values, Names names) {
    this.content = content;
    this.wide = wide;
    this.values = values;
    this.names = names;
  }

  /** The bound content; of no use if there were problems. */
  BoundContent bind() {
    Map<String, BoundContent.Attribute> attributes = new LinkedHashMap<>();
    for (Column column : wide.base().columns()) {
      if (takes(column.name())) {
        put(attributes, column.name(), ofColumn(column.name()));
      }
    }
    values.columns().checkRule(content);
    content.attributes().forEach((name, value) -> putNamed(attributes, name, value));
    content.lookups().forEach((name, lookup) -> putTaken(attributes, name, lookup));
    content.embeds().forEach((name, embed) -> names.admits(name, embed.place(), "embed"));
    return new BoundContent(List.copyOf(attributes.values()));
  }

  private void putNamed(
      Map<String, BoundContent.Attribute> attributes, String name, ValueDefinition value) {
    names.admits(name, value.place(), "attribute");
    put(attributes, name, value);
  }

  private void put(
      Map<String, BoundContent.Attribute> attributes, String name, ValueDefinition value) {
    put(attributes, name, values.bind(value, names.rules().get(name)));
  }

  private void put(Map<String, BoundContent.Attribute> attributes, String name, BoundValue value) {
    attributes.put(
        name,
        new BoundContent.Attribute(name, ItemSize.utf8(name), value, names.rules().get(name)));
  }

  private void putTaken(
      Map<String, BoundContent.Attribute> attributes, String name, LookupDefinition lookup) {
    if (lookup.shows()) {
      names.admits(name, lookup.place(), "lookup");
      put(attributes, name, taken(name, lookup));
    }
  }

  private BoundValue taken(String path, LookupDefinition lookup) {
    if (lookup.take() instanceof LookupDefinition.Take.Text text) {
      ValueDefinition template = Taken.template(path, text);
      return BoundTake.text(wide.presenceOf(path), values.bind(template, names.rules().get(path)));
    }
    List<BoundContent.Attribute> parts = new ArrayList<>();
    for (Named column : ((LookupDefinition.Take.Columns) lookup.take()).columns()) {
      parts.add(part(column.name(), values.bind(Taken.column(path, column), false)));
    }
    lookup.lookups().entrySet().stream()
        .filter(nested -> nested.getValue().shows())
        .forEach(nested -> parts.add(nested(path, nested.getKey(), nested.getValue())));
    return BoundTake.map(wide.presenceOf(path), new BoundContent(parts));
  }

  private BoundContent.Attribute nested(String path, String name, LookupDefinition lookup) {
    return part(name, taken(WideSchema.qualified(path, name), lookup));
  }

  private static BoundContent.Attribute part(String name, BoundValue value) {
    return new BoundContent.Attribute(name, ItemSize.utf8(name), value, null);
  }

  /** A column that something else overrides, or that the key already shows, is not a conflict. */
  private boolean takes(String column) {
    return content.showsColumn(column)
        && !names.isShownElsewhere(column)
        && names.admits(column, columnsPlace(column), "column");
  }

  private ValueDefinition ofColumn(String name) {
    return new ValueDefinition.FromColumn(new Named(name, columnsPlace(name)), null);
  }

  private Place columnsPlace(String name) {
    return content.columns().named().stream()
        .filter(named -> named.name().equals(name) && !content.columns().followsTable())
        .map(Named::place)
        .findFirst()
        .orElse(names.place());
  }
}
