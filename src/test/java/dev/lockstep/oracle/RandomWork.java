package dev.lockstep.oracle;

import dev.lockstep.oracle.SchemaModel.Reference;
import dev.lockstep.oracle.Step.Event;
import dev.lockstep.oracle.TableModel.ColumnModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes rows and transactions over a schema. */
final class RandomWork {
  private static final int MANY_ROWS = 14;
  private static final int UNIQUE_VALUES = 16;

  private final Dice dice;
  private final SchemaModel schema;
  private final Database database;
  private final int domain;
  private final String padding;
  private int bodies;

  /**
   * @param database follows what is made, so that statements find rows
   * @param padding makes large values large
   */
  RandomWork(Dice dice, SchemaModel schema, Database database, String padding) {
    this.dice = dice;
    this.schema = schema;
    this.database = database;
    this.domain = dice.between(3, 8);
    this.padding = padding;
  }

  /** Rows that are there from the start. */
  List<Statement> firstRows() {
    List<Statement> inserts = new ArrayList<>();
    for (TableModel table : schema.tables()) {
      int count = dice.between(0, 9);
      for (int i = 0; i < count; i++) {
        inserts.add(new Statement.Insert(table, row(table)));
      }
    }
    database.transact(inserts);
    return inserts;
  }

  Step step() {
    List<Statement> statements = new ArrayList<>();
    int count = dice.percent(5) ? dice.between(10, 25) : dice.between(1, 5);
    for (int i = 0; i < count; i++) {
      List<Statement> some = statement(dice.of(schema.tables()));
      database.transact(some);
      statements.addAll(some);
    }
    int part = schema.mayFlowInParts() && dice.percent(35) ? dice.between(1, 4) : 0;
    return new Step(statements, part, event(), dice.between(0, 6));
  }

  private Event event() {
    int number = dice.below(100);
    if (number < 6) {
      return Event.CRASH;
    }
    return number < 10 ? Event.REDELIVERY : number < 25 ? Event.CHECKPOINT : Event.NOTHING;
  }

  List<Statement> statement(TableModel table) {
    int number = dice.below(100);
    boolean full = database.of(table).size() > MANY_ROWS;
    if (number < 30 && !full) {
      return List.of(new Statement.Insert(table, row(table)));
    }
    if (number == 99) {
      return List.of(new Statement.Truncate(table));
    }
    if (number >= 94) {
      return shift(table);
    }
    List<List<Object>> keys = List.copyOf(database.keys(table));
    return keys.isEmpty()
        ? List.of(new Statement.Insert(table, row(table)))
        : ofRow(table, dice.of(keys), dice.of(keys), full ? number % 60 : number);
  }

  private List<Statement> ofRow(
      TableModel table, List<Object> key, List<Object> other, int number) {
    if (number < 45) {
      return List.of(new Statement.Delete(table, key));
    }
    if (number < 60) {
      return List.of(update(table, key, links(table)));
    }
    if (number < 68) {
      return List.of(update(table, key, table.key()));
    }
    if (number < 72) {
      return again(table, key);
    }
    if (number < 77) {
      return thereAndBack(table, key);
    }
    Optional<ColumnModel> unique = table.unique();
    return number < 82 && unique.isPresent()
        ? List.of(new Statement.Swap(table, unique.get().name(), key, other))
        : List.of(update(table, key, some(table)));
  }

  private List<String> links(TableModel table) {
    List<Reference> references = schema.from(table);
    return references.isEmpty() ? some(table) : dice.of(references).childColumns();
  }

  private List<String> some(TableModel table) {
    return table.columns().stream()
        .map(ColumnModel::name)
        .filter(c -> !table.isKey(c) && dice.percent(40))
        .toList();
  }

  private Statement update(TableModel table, List<Object> key, List<String> columns) {
    Map<String, @Nullable Object> set = new LinkedHashMap<>();
    columns.forEach(column -> set.put(column, value(table.column(column))));
    return new Statement.Update(table, key, set);
  }

  /** A row goes and comes with the same key. */
  private List<Statement> again(TableModel table, List<Object> key) {
    @Nullable Object[] row = row(table);
    for (int i = 0; i < table.key().size(); i++) {
      row[table.place(table.key().get(i))] = key.get(i);
    }
    return List.of(new Statement.Delete(table, key), new Statement.Insert(table, row));
  }

  /** What changes becomes as it was. */
  private List<Statement> thereAndBack(TableModel table, List<Object> key) {
    Map<String, @Nullable Object> there = new LinkedHashMap<>();
    Map<String, @Nullable Object> back = new LinkedHashMap<>();
    for (String column : some(table)) {
      there.put(column, value(table.column(column)));
      back.put(column, database.value(table, key, column));
    }
    return List.of(new Statement.Update(table, key, there), new Statement.Update(table, key, back));
  }

  private List<Statement> shift(TableModel table) {
    String last = table.key().get(table.key().size() - 1);
    boolean canShift = table.isDeferrable() && table.column(last).kind() == Kind.INTEGER;
    long by = dice.percent(50) ? 1 : -1;
    return canShift
        ? List.of(new Statement.Shift(table, last, by, dice.below(1000)))
        : List.of(new Statement.Insert(table, row(table)));
  }

  private @Nullable Object[] row(TableModel table) {
    return table.columns().stream().map(this::value).toArray();
  }

  @Nullable Object value(ColumnModel column) {
    if (column.nullable() && dice.percent(25)) {
      return null;
    }
    if (column.big()) {
      return "large " + bodies++ + (dice.percent(60) ? padding : "");
    }
    if (column.unique()) {
      return column.kind().link(dice.random(), UNIQUE_VALUES);
    }
    return column.link()
        ? column.kind().link(dice.random(), domain)
        : column.kind().any(dice.random());
  }
}
