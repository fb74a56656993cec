package dev.lockstep.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.Item;
import dev.lockstep.item.TableSpec;
import dev.lockstep.yaml.Interpolation;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.YamlFile;
import dev.lockstep.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plays changes as scenarios write them: a list of {@code load}, {@code insert}, {@code update}
 * ({@code row}, {@code set}, {@code unsent}), {@code delete}, {@code truncate}, {@code
 * update-unlogged} and {@code delete-unlogged} for what the source does without saying so, and
 * {@code transaction}, a list of the same.
 */
final class Scenario {
  private final MappedWorld world;

  Scenario(MappedWorld world) {
    this.world = world;
  }

  void play(String changes) {
    play(changes, () -> {});
  }

  /**
   * Plays changes.
   *
   * @param afterEach runs when a load or transaction has flowed
   */
  void play(String changes, Runnable afterEach) {
    YamlNode root =
        YamlFile.parse("changes.yaml", changes, Interpolation.NONE, new Problems())
            .node("changes")
            .orElseThrow();
    for (YamlNode step : ((YamlNode.Sequence) root).elements()) {
      YamlNode.Entry entry = ((YamlNode.Mapping) step).entries().get(0);
      if (entry.key().equals("transaction")) {
        ((YamlNode.Sequence) entry.value())
            .elements()
            .forEach(s -> change(((YamlNode.Mapping) s).entries().get(0)));
        world.commit();
      } else if (entry.key().equals("load")) {
        world.load(rows(entry.value()));
      } else {
        change(entry);
        world.commit();
      }
      afterEach.run();
    }
  }

  private void change(YamlNode.Entry step) {
    switch (step.key()) {
      case "insert" -> rows(step.value()).forEach(world::insert);
      case "update" -> update((YamlNode.Mapping) step.value(), true);
      case "update-unlogged" -> update((YamlNode.Mapping) step.value(), false);
      case "delete-unlogged" -> rows(step.value()).forEach(row -> world.deleteUnlogged(row.key()));
      case "delete" -> rows(step.value()).forEach(row -> world.delete(row.key()));
      case "truncate" -> world.truncate(TableId.parse(((YamlNode.Scalar) step.value()).text()));
      default -> throw new IllegalArgumentException(step.keyPlace() + ": no such change");
    }
  }

  /** One row, or a list of rows, per table. */
  private List<Row> rows(YamlNode byTable) {
    List<Row> rows = new ArrayList<>();
    for (YamlNode.Entry entry : ((YamlNode.Mapping) byTable).entries()) {
      TableSchema schema = world.tables.schema(entry.key());
      List<YamlNode> written =
          entry.value() instanceof YamlNode.Sequence list
              ? list.elements()
              : List.of(entry.value());
      written.forEach(row -> rows.add(world.tables.row(schema, (YamlNode.Mapping) row)));
    }
    return rows;
  }

  private void update(YamlNode.Mapping byTable, boolean logged) {
    YamlNode.Entry entry = byTable.entries().get(0);
    TableSchema schema = world.tables.schema(entry.key());
    YamlNode.Mapping how = (YamlNode.Mapping) entry.value();
    RowKey key = world.tables.row(schema, (YamlNode.Mapping) how.get("row").orElseThrow()).key();
    Row before = world.rows.get(key);
    if (before == null) {
      throw new IllegalArgumentException(entry.keyPlace() + ": no such row");
    }
    Row after = changed(before, (YamlNode.Mapping) how.get("set").orElseThrow());
    if (logged) {
      world.update(key, after, unsent(how));
    } else {
      world.updateUnlogged(key, after);
    }
  }

  private static Row changed(Row before, YamlNode.Mapping set) {
    TableSchema schema = before.schema();
    @Nullable Object[] values = new Object[schema.columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = before.get(i);
    }
    for (YamlNode.Entry entry : set.entries()) {
      int place = schema.indexOf(entry.key());
      values[place] = HeldValues.held(entry.value(), schema.columns().get(place).type());
    }
    return new Row(schema, values);
  }

  private static Set<String> unsent(YamlNode.Mapping how) {
    Set<String> unsent = new TreeSet<>();
    how.get("unsent")
        .ifPresent(
            list ->
                ((YamlNode.Sequence) list)
                    .elements()
                    .forEach(e -> unsent.add(((YamlNode.Scalar) e).text())));
    return unsent;
  }

  /** The bad rows so far: code, row, item type. */
  static List<String> badRows(MappedWorld world) {
    return world.badRows.stream()
        .map(bad -> bad.problem().code() + " " + bad.row() + " " + bad.itemType())
        .toList();
  }

  /** Items as DynamoDB JSON, by table. */
  static Map<String, Set<JsonNode>> json(MappedWorld world) {
    Map<String, Set<JsonNode>> json = new TreeMap<>();
    for (TableSpec table : world.plan.tables()) {
      Set<JsonNode> items = new HashSet<>();
      json.put(table.name(), items);
      world.items.forEach(
          (key, attributes) -> {
            if (key.table().equals(table.name())) {
              items.add(ItemJson.of(new Item(key, attributes), table));
            }
          });
    }
    return json;
  }
}
