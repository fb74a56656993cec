package dev.lockstep.oracle;

import dev.lockstep.item.Value;
import dev.lockstep.oracle.MappingModel.Columns;
import dev.lockstep.oracle.MappingModel.Content;
import dev.lockstep.oracle.MappingModel.Embed;
import dev.lockstep.oracle.MappingModel.Lookup;
import dev.lockstep.oracle.MappingModel.ValueModel;
import dev.lockstep.oracle.MappingModel.ValueModel.Part;
import dev.lockstep.oracle.MappingModel.ValueModel.Template;
import dev.lockstep.oracle.SchemaModel.Reference;
import dev.lockstep.oracle.TableModel.ColumnModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes what a row of one item type shows. */
final class RandomContent {
  private static final int DEPTH = 3;

  private final Dice dice;
  private final SchemaModel schema;
  private final boolean wild;
  private int budget = 9;
  private int names;

  /** A column that can be named from somewhere. */
  record Path(String text, ColumnModel column) {
    boolean isOwn() {
      return text.indexOf('.') < 0;
    }
  }

  RandomContent(Dice dice, SchemaModel schema, boolean wild) {
    this.dice = dice;
    this.schema = schema;
    this.wild = wild;
  }

  /** Nothing of other rows. */
  Content plain(TableModel table) {
    return content(table, Map.of(), Map.of(), List.of());
  }

  /** Something of other rows, where other rows are near. */
  Content joined(TableModel table) {
    return joined(table, 1, List.of());
  }

  private Content joined(TableModel table, int depth, List<String> by) {
    Map<String, Lookup> lookups = lookups(table, depth, true);
    return content(table, lookups, embeds(table, depth), by);
  }

  List<Path> paths(TableModel table, Map<String, Lookup> lookups) {
    return RandomMapping.paths(table, lookups, "");
  }

  private Content content(
      TableModel table, Map<String, Lookup> lookups, Map<String, Embed> embeds, List<String> by) {
    Map<String, ValueModel> attributes = new LinkedHashMap<>();
    List<Path> paths = paths(table, lookups);
    int count = dice.between(0, 2);
    for (int i = 0; i < count; i++) {
      String name = dice.percent(10) ? dice.of(table.columns()).name() : "a" + names++;
      if (!embeds.containsKey(name) && !lookups.containsKey(name)) {
        attributes.put(name, value(paths));
      }
    }
    Optional<Boolean> nulls = dice.percent(20) ? Optional.of(dice.percent(70)) : Optional.empty();
    return new Content(columns(table, by), attributes, embeds, lookups, nulls);
  }

  private Columns columns(TableModel table, List<String> by) {
    List<String> some =
        table.columns().stream().map(ColumnModel::name).filter(c -> dice.percent(50)).toList();
    return switch (dice.below(5)) {
      case 0 -> new Columns(Columns.Rule.ALL, List.of());
      case 1 -> new Columns(Columns.Rule.ONLY, some);
      case 2 -> new Columns(Columns.Rule.EXCEPT, some);
      default -> new Columns(Columns.Rule.ABSENT, by);
    };
  }

  private ValueModel value(List<Path> paths) {
    Path path = dice.of(paths);
    return switch (dice.below(6)) {
      case 0 -> new ValueModel.Constant(new Value.Text("fixed"), "fixed");
      case 1 -> new ValueModel.Column(path.text(), Optional.empty());
      case 2 ->
          new ValueModel.Column(
              path.text(), Optional.of(dice.of(path.column().kind().conversions())));
      default -> template(paths);
    };
  }

  private Template template(List<Path> paths) {
    List<Part> parts = new ArrayList<>();
    int holes = dice.between(1, 3);
    for (int i = 0; i < holes; i++) {
      parts.add(hole(dice.of(paths)));
      if (i + 1 < holes || dice.percent(30)) {
        parts.add(Part.text(dice.of(List.of(" ", "-", "{x}", "#"))));
      }
    }
    return new Template(parts);
  }

  private Part hole(Path path) {
    if (dice.percent(60)) {
      return Part.hole(path.text());
    }
    return switch (path.column().kind()) {
      case INTEGER -> Part.hole(path.text(), "pad:4");
      case TEXT -> Part.hole(path.text(), "upper", "escape");
      case TIMESTAMP -> Part.hole(path.text(), "utc:day");
      case DECIMAL, BOOLEAN, UUID -> Part.hole(path.text());
    };
  }

  private String name(String prefix, TableModel table) {
    boolean overrides = dice.percent(6);
    return overrides ? dice.of(table.columns()).name() : prefix + names++;
  }

  /**
   * @param show whether what is taken can show here
   */
  private Map<String, Lookup> lookups(TableModel table, int depth, boolean show) {
    Map<String, Lookup> lookups = new LinkedHashMap<>();
    List<Reference> references = schema.from(table);
    int count = depth > DEPTH || references.isEmpty() ? 0 : dice.between(0, 2);
    for (int i = 0; i < count && budget > 0; i++) {
      budget--;
      lookups.put(name("l", table), lookup(dice.of(references), depth, show));
    }
    return lookups;
  }

  private Lookup lookup(Reference reference, int depth, boolean show) {
    TableModel from = reference.parent();
    int take = show ? dice.below(4) : 3;
    boolean asMap = take < 2;
    Map<String, Lookup> nested = lookups(from, depth + 1, asMap);
    List<String> columns =
        from.columns().stream()
            .map(ColumnModel::name)
            .filter(c -> dice.percent(50) && !nested.containsKey(c))
            .toList();
    return new Lookup(
        from,
        reference.childColumns(),
        to(reference.parentColumns(), from),
        asMap ? Optional.of(columns) : Optional.empty(),
        take == 2 ? Optional.of(template(paths(from, nested))) : Optional.empty(),
        nested);
  }

  /** The row key need not be written. */
  private Optional<List<String>> to(List<String> columns, TableModel table) {
    return columns.equals(table.key()) && dice.percent(85)
        ? Optional.empty()
        : Optional.of(columns);
  }

  private Map<String, Embed> embeds(TableModel table, int depth) {
    Map<String, Embed> embeds = new LinkedHashMap<>();
    List<Reference> references = new ArrayList<>(schema.to(table));
    if (dice.percent(20)) {
      loose(table).ifPresent(references::add);
    }
    int count = depth > DEPTH || references.isEmpty() ? 0 : dice.between(0, 2);
    for (int i = 0; i < count && budget > 0; i++) {
      budget--;
      embeds.put("e" + names++, embed(dice.of(references), depth));
    }
    return embeds;
  }

  /** Rows that have the same in some column, which is no key of either. */
  private Optional<Reference> loose(TableModel parent) {
    TableModel child = dice.of(schema.tables());
    ColumnModel column = dice.of(child.columns());
    return parent.columns().stream()
        .filter(c -> c.kind() == column.kind() && !c.big() && !column.big())
        .findFirst()
        .map(
            to ->
                new Reference(
                    child,
                    List.of(column.name()),
                    parent,
                    List.of(to.name()),
                    SchemaModel.OnDelete.NOTHING,
                    false));
  }

  private Embed embed(Reference reference, int depth) {
    TableModel child = reference.child();
    EmbedForms forms = new EmbedForms(dice, wild);
    MappingModel.Form form = forms.form(reference);
    boolean scalar = forms.isScalar(form);
    Content content =
        scalar
            ? new Content(
                new Columns(Columns.Rule.ABSENT, reference.childColumns()),
                Map.of(),
                dice.percent(10) ? embeds(child, depth + 1) : Map.of(),
                lookups(child, depth + 1, false),
                Optional.empty())
            : joined(child, depth + 1, reference.childColumns());
    List<Path> paths = paths(child, content.lookups());
    boolean list = form == MappingModel.Form.LIST;
    return new Embed(
        child,
        reference.childColumns(),
        to(reference.parentColumns(), reference.parent()),
        form,
        form == MappingModel.Form.MAP
            ? Optional.of(forms.mapKey(reference, paths))
            : Optional.empty(),
        scalar ? Optional.of(forms.value(form, child, paths)) : Optional.empty(),
        dice.percent(35) ? new RandomCondition(dice, paths, content).any() : Optional.empty(),
        list ? forms.orders(paths) : List.of(),
        list && dice.percent(35) ? dice.between(1, 3) : 0,
        content);
  }
}
