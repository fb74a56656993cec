package dev.lockstep.inspect;

import dev.lockstep.change.Row;
import dev.lockstep.inspect.Explanation.Explained;
import dev.lockstep.inspect.Explanation.State;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Numbers;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MappedRow;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.SourceProbe;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the row that an item comes from, by what its key shows. */
final class ItemSearch {
  /** Rows that a key may lead to; more say that it shows too little. */
  private static final int CANDIDATES = 100;

  private final MappingPlan plan;
  private final SourceProbe probe;
  private final Projection projection;
  private final Explaining explaining;
  private final List<String> notes = new ArrayList<>();
  private boolean unknown;

  ItemSearch(MappingPlan plan, SourceProbe probe, Projection projection, Explaining explaining) {
    this.plan = plan;
    this.probe = probe;
    this.projection = projection;
    this.explaining = explaining;
  }

  Explanation answer(Question.OfItem question) throws InterruptedException {
    ItemKey key = key(question);
    List<ItemTypePlan> owners =
        plan.itemTypes().stream().filter(type -> type.ownsKey(key)).toList();
    if (owners.isEmpty()) {
      notes.add("no item type has keys of this form");
    }
    for (ItemTypePlan type : owners) {
      Optional<Explained> found = found(type, key);
      if (found.isPresent()) {
        return new Explanation(null, true, List.of(found.get()), List.copyOf(notes));
      }
    }
    return new Explanation(null, false, List.of(rowless(owners, key)), List.copyOf(notes));
  }

  private Explained rowless(List<ItemTypePlan> owners, ItemKey key) throws InterruptedException {
    String type = owners.size() == 1 ? owners.get(0).name() : null;
    Explained item = explaining.compared(type, null, List.of(), key, null);
    return unknown
        ? new Explained(
            type, null, List.of(), key, State.UNKNOWN, null, item.stored(), List.of(), null)
        : item;
  }

  private Optional<Explained> found(ItemTypePlan type, ItemKey key) throws InterruptedException {
    for (Row row : candidates(type, key)) {
      MappedRow mapped = projection.items(type, List.of(row));
      for (Item item : mapped.items()) {
        if (item.key().equals(key)) {
          String root = row.key().toString();
          return Optional.of(explaining.compared(type.name(), root, List.of(""), key, item));
        }
      }
    }
    return Optional.empty();
  }

  private List<Row> candidates(ItemTypePlan type, ItemKey key) {
    Map<String, String> columns = type.columnsIn(key).orElse(Map.of());
    if (columns.isEmpty()) {
      unknown(type, "its key shows no column of " + type.root());
      return List.of();
    }
    try {
      List<Row> rows = probe.find(projection.schema(type.root()), columns, CANDIDATES);
      if (rows.size() == CANDIDATES) {
        unknown(type, "its key shows only " + columns.keySet() + ", which many rows share");
      }
      return rows;
    } catch (LockstepException e) {
      return unreadable(type, e);
    }
  }

  /** A key whose parts are no values of their columns comes from no row. */
  private List<Row> unreadable(ItemTypePlan type, LockstepException e) {
    String code = e.problem().code();
    if (code.equals("SOURCE-TIMEOUT")) {
      unknown(type, "no index finds a row by what its key shows");
    } else if (!code.equals("VALUE-UNREADABLE")) {
      throw e;
    }
    return List.of();
  }

  private void unknown(ItemTypePlan type, String why) {
    unknown = true;
    notes.add("the row of an item of type '" + type.name() + "' cannot be told: " + why);
  }

  private ItemKey key(Question.OfItem question) {
    TableSpec table = table(question.table());
    List<String> parts = parts(question.key(), table);
    KeyAttribute sort = table.sortKey();
    return new ItemKey(
        table.name(),
        value(table.partitionKey(), parts.get(0)),
        sort == null ? null : value(sort, parts.get(1)));
  }

  private TableSpec table(@Nullable String name) {
    List<TableSpec> tables =
        plan.tables().stream().filter(t -> name == null || t.name().equals(name)).toList();
    if (tables.size() == 1) {
      return tables.get(0);
    }
    String names = plan.tables().stream().map(TableSpec::name).collect(Collectors.joining(", "));
    throw Explaining.asked(
        "EXPLAIN-TABLE",
        name == null ? "the mapping has several target tables" : "there is no table " + name,
        "name one with --target-table: " + names);
  }

  /** The first comma divides; a partition key that has one is given apart from its sort key. */
  private static List<String> parts(List<String> given, TableSpec table) {
    int wanted = table.sortKey() == null ? 1 : 2;
    List<String> parts = given;
    int comma = given.size() == 1 && wanted == 2 ? given.get(0).indexOf(',') : -1;
    if (comma >= 0) {
      parts = List.of(given.get(0).substring(0, comma), given.get(0).substring(comma + 1));
    }
    if (parts.size() != wanted) {
      throw Explaining.asked(
          "EXPLAIN-KEY",
          "an item of " + table.name() + " has the key " + TargetTables.keys(table),
          "give --item PARTITION" + (wanted == 1 ? "" : ",SORT, or --item for each"));
    }
    return parts;
  }

  private static Value value(KeyAttribute attribute, String text) {
    if (attribute.type() == KeyType.S) {
      return new Value.Text(text);
    }
    try {
      if (attribute.type() == KeyType.N) {
        return Numbers.exact(new BigDecimal(text)).orElseThrow(NumberFormatException::new);
      }
    } catch (NumberFormatException e) {
      throw Explaining.asked(
          "EXPLAIN-KEY", "'" + text + "' is no number", attribute.name() + " is a number");
    }
    throw Explaining.asked(
        "EXPLAIN-KEY", attribute.name() + " is binary", "ask by the row: --table and --key");
  }
}
