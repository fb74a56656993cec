package dev.lockstep.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a lookup takes, said in the columns of the row that looks up. */
final class Taken {

  private Taken() {}

  /** A taken column. */
  static ValueDefinition column(String lookup, Named column) {
    Named qualified = new Named(WideSchema.qualified(lookup, column.name()), column.place());
    return new ValueDefinition.FromColumn(qualified, null);
  }

  /** A taken text. */
  static ValueDefinition template(String lookup, LookupDefinition.Take.Text text) {
    List<Template.Part> parts = new ArrayList<>();
    for (Template.Part part : text.template().parts()) {
      parts.add(part instanceof Template.Hole hole ? qualified(lookup, hole) : part);
    }
    return new ValueDefinition.FromTemplate(new Template(parts), text.place());
  }

  private static Template.Hole qualified(String lookup, Template.Hole hole) {
    return new Template.Hole(
        WideSchema.qualified(lookup, hole.column()), hole.time(), hole.filters());
  }

  /** The qualified columns that a lookup and those nested in it show. */
  static Set<String> columnsOf(String path, LookupDefinition lookup) {
    Set<String> columns = new LinkedHashSet<>();
    if (lookup.take() instanceof LookupDefinition.Take.Text text) {
      columns.addAll(ItemTypePlan.columnsOf(template(path, text)));
    } else if (lookup.take() instanceof LookupDefinition.Take.Columns taken) {
      taken.columns().forEach(c -> columns.add(WideSchema.qualified(path, c.name())));
      lookup
          .lookups()
          .forEach(
              (name, nested) ->
                  columns.addAll(columnsOf(WideSchema.qualified(path, name), nested)));
    }
    return columns;
  }
}
