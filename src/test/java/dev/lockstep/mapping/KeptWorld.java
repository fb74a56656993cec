package dev.lockstep.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.rowstore.InMemoryRowStores;
import dev.lockstep.rowstore.RowStore;
import dev.lockstep.rowstore.StoreIdentity;
import dev.lockstep.yaml.Interpolation;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlFile;
import dev.lockstep.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kept rows and what a mapping makes of them, item by item. */
final class KeptWorld {
  private static final String TABLES =
      "tables: { shop: { partition-key: pk, sort-key: sk, indexes: { by-x: { partition-key: x } } }"
          + " }\nitems:\n";

  final MappingPlan plan;
  final RowStore store = InMemoryRowStores.create();
  private final SourceTables tables;
  private final Map<String, JoinedItems> items = new HashMap<>();
  private long position;

  /**
   * @param items what stands under {@code items} in a mapping with a table {@code shop} of keys
   *     {@code pk} and {@code sk}
   */
  KeptWorld(SourceTables tables, String items) {
    this.tables = tables;
    this.plan = MappingCompiler.compile(MappedWorld.parse(TABLES + items), tables.all());
    store.initialise(new StoreIdentity("p", "s", plan.hash()), plan.kept());
    plan.itemTypes().forEach(type -> this.items.put(type.name(), type.joinedItems()));
  }

  ItemTypePlan type(String name) {
    return items(name).plan();
  }

  private JoinedItems items(String type) {
    return Objects.requireNonNull(items.get(type), () -> "no item type " + type);
  }

  /** Rows written as a YAML list. */
  KeptWorld rows(String table, String... rows) {
    return rows(tables.schema(table), rows);
  }

  /** Rows of another shape than the catalog's. */
  KeptWorld rows(TableSchema schema, String... rows) {
    for (String row : rows) {
      Section root = YamlFile.parse("row", "row: " + row, Interpolation.NONE, new Problems());
      Row held = tables.row(schema, (YamlNode.Mapping) root.node("row").orElseThrow());
      store.load(new Version(0, ++position, 1), List.of(held));
    }
    return this;
  }

  Row root(String type, Object... key) {
    RowKey rowKey = new RowKey(type(type).root(), key);
    return Objects.requireNonNull(store.get(rowKey), () -> "no row " + rowKey).row();
  }

  /** The key of a root row's item, {@code pk,sk}; null if there is none. */
  @Nullable String key(String type, Object... key) {
    ItemKey itemKey = items(type).key(root(type, key), store);
    return itemKey == null ? null : itemKey.toString();
  }

  /** An attribute of a root row's item as JSON; missing if the item has none of the name. */
  JsonNode attribute(String name, String type, Object... key) {
    return item(type, key).path(name);
  }

  /** A root row's item as JSON. */
  JsonNode item(String type, Object... key) {
    Row root = root(type, key);
    ItemKey itemKey = Objects.requireNonNull(items(type).key(root, store), "no item");
    return ItemJson.of(items(type).item(root, itemKey, store), type(type).table());
  }

  static JsonNode json(String text) {
    try {
      return ItemJson.MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** What is kept of a table. */
  KeptTable kept(String table) {
    return plan.kept().stream()
        .filter(k -> k.table().equals(TableId.parse(table)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(table + " is not kept: " + keptTables()));
  }

  List<String> keptTables() {
    return plan.kept().stream().map(k -> k.table().toString()).collect(Collectors.toList());
  }
}
