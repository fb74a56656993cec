package dev.lockstep.oracle;

import dev.lockstep.oracle.MappingModel.Condition;
import dev.lockstep.oracle.MappingModel.Content;
import dev.lockstep.oracle.MappingModel.ItemModel;
import dev.lockstep.oracle.MappingModel.Lookup;
import dev.lockstep.oracle.MappingModel.Target;
import dev.lockstep.oracle.MappingModel.ValueModel;
import dev.lockstep.oracle.MappingModel.ValueModel.Part;
import dev.lockstep.oracle.MappingModel.ValueModel.Template;
import dev.lockstep.oracle.RandomContent.Path;
import dev.lockstep.oracle.TableModel.ColumnModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes mappings over a schema: one to five item types, several of one root or of one target table
 * among them. Item keys tell rows apart and are never NULL, so that no row is bad, unless the world
 * is to be wild.
 */
final class RandomMapping {
  private static final Target MAIN =
      new Target("main", "pk", Optional.of("sk"), List.of("gpk", "gsk"));
  private static final Target SIDE = new Target("side", "pk", Optional.of("sk"), List.of());
  private static final Target SOLO = new Target("solo", "id_key", Optional.empty(), List.of());

  private final Dice dice;
  private final SchemaModel schema;
  private final boolean wild;

  private RandomMapping(Dice dice, SchemaModel schema, boolean wild) {
    this.dice = dice;
    this.schema = schema;
    this.wild = wild;
  }

  /**
   * @param prefix of the item types' names and keys
   * @param wild whether rows may be bad: keys of NULL, collisions in maps, several rows for one
   */
  static MappingModel make(Dice dice, SchemaModel schema, String prefix, boolean wild) {
    return new RandomMapping(dice, schema, wild).make(prefix);
  }

  private MappingModel make(String prefix) {
    List<ItemModel> items = new ArrayList<>();
    int count = dice.between(1, 5);
    for (int i = 0; i < count; i++) {
      items.add(item(prefix + i));
    }
    List<Target> targets = items.stream().map(ItemModel::target).distinct().toList();
    return new MappingModel(targets, items);
  }

  private ItemModel item(String name) {
    TableModel root = dice.of(schema.tables());
    Target target = dice.of(List.of(MAIN, MAIN, SIDE, SOLO));
    RandomContent contents = new RandomContent(dice, schema, wild);
    Content content = dice.percent(25) ? contents.plain(root) : contents.joined(root);
    List<Path> paths = contents.paths(root, content.lookups());
    Map<String, ValueModel> attributes = new LinkedHashMap<>(content.attributes());
    target.index().forEach(index -> attributes.put(index, indexKey(paths)));
    Content all =
        new Content(
            content.columns(),
            attributes,
            content.embeds(),
            content.lookups(),
            content.keepsNulls());
    RandomCondition conditions = new RandomCondition(dice, paths, all);
    Optional<Condition> where = dice.percent(45) ? conditions.any() : Optional.empty();
    return keyed(name, target, root, where, all, paths);
  }

  private ValueModel indexKey(List<Path> paths) {
    Path path = dice.of(paths);
    if (dice.percent(25)) {
      return new ValueModel.Column(path.text(), Optional.of("text"));
    }
    List<Part> parts = new ArrayList<>();
    parts.add(Part.text(dice.percent(50) ? "" : "S#"));
    parts.add(Part.hole(path.text()));
    if (dice.percent(40)) {
      parts.add(Part.text("#"));
      parts.add(Part.hole(dice.of(paths).text()));
    }
    return new Template(parts);
  }

  /** Gives an item type its key, and a condition that keeps NULL out of it. */
  private ItemModel keyed(
      String name,
      Target target,
      TableModel root,
      Optional<Condition> where,
      Content content,
      List<Path> paths) {
    List<Part> rowKey = new ArrayList<>();
    Optional<Condition> condition = where;
    Optional<ColumnModel> unique = root.unique();
    if (unique.isPresent() && dice.percent(40)) {
      rowKey.add(Part.hole(unique.get().name()));
      if (unique.get().nullable() && !wild) {
        condition = and(new Condition.IsNull(unique.get().name(), true), where);
      }
    } else {
      rowKey.addAll(keyParts(root));
    }
    List<Part> first = new ArrayList<>();
    first.add(Part.text(name + "#"));
    if (dice.percent(50)) {
      first.addAll(further(paths));
    }
    return target.sort().isPresent() && dice.percent(60)
        ? item(name, target, root, first, rowKey, condition, content)
        : item(name, target, root, joined(first, rowKey), List.of(), condition, content);
  }

  private static List<Part> joined(List<Part> first, List<Part> second) {
    List<Part> parts = new ArrayList<>(first);
    parts.addAll(second);
    return parts;
  }

  private static Optional<Condition> and(Condition first, Optional<Condition> second) {
    return Optional.of(second.<Condition>map(s -> new Condition.And(first, s)).orElse(first));
  }

  private List<Part> keyParts(TableModel root) {
    List<Part> parts = new ArrayList<>();
    for (String column : root.key()) {
      boolean number = root.column(column).kind() == Kind.INTEGER;
      parts.add(
          number && dice.percent(30) ? Part.hole(column, "pad:4") : Part.hole(column, "escape"));
      parts.add(Part.text("#"));
    }
    return parts;
  }

  /** Columns beside those that tell rows apart: own ones, or of a row that is looked up. */
  private List<Part> further(List<Path> paths) {
    List<Path> fit = paths.stream().filter(path -> wild || !path.column().nullable()).toList();
    if (fit.isEmpty()) {
      return List.of();
    }
    Path path = dice.of(fit);
    Part hole =
        path.column().kind() == Kind.TIMESTAMP
            ? Part.hole(path.text(), "utc:day")
            : Part.hole(path.text(), "escape");
    return List.of(hole, Part.text("#"));
  }

  private static ItemModel item(
      String name,
      Target target,
      TableModel root,
      List<Part> partition,
      List<Part> sort,
      Optional<Condition> where,
      Content content) {
    Map<String, ValueModel> key = new LinkedHashMap<>();
    key.put(target.partition(), new Template(partition));
    target
        .sort()
        .ifPresent(
            attribute ->
                key.put(attribute, new Template(sort.isEmpty() ? List.of(Part.text("X")) : sort)));
    return new ItemModel(name, target, root, key, where, content);
  }

  /** The columns of a table and of what is looked up from there. */
  static List<Path> paths(TableModel table, Map<String, Lookup> lookups, String prefix) {
    List<Path> paths = new ArrayList<>();
    table.columns().forEach(column -> paths.add(new Path(prefix + column.name(), column)));
    lookups.forEach(
        (name, lookup) ->
            paths.addAll(paths(lookup.from(), lookup.lookups(), prefix + name + ".")));
    return paths;
  }
}
