package dev.lockstep.oracle;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.Unavailable;
import dev.lockstep.oracle.SchemaModel.OnDelete;
import dev.lockstep.oracle.SchemaModel.Reference;
import dev.lockstep.oracle.TableModel.ColumnModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows in plain maps, changed as PostgreSQL would change them, with a log of the changes as
 * PostgreSQL would send them.
 */
final class Database implements Evaluator.Rows {
  /** Stands for the some 2 kB from which on PostgreSQL does not send what did not change. */
  private static final int LARGE = 64;

  private final SchemaModel schema;
  private final Map<TableModel, Map<List<Object>, @Nullable Object[]>> rows = new HashMap<>();
  private List<Change> log = new ArrayList<>();
  private int unlogged;
  private int depth;
  private boolean fails;

  Database(SchemaModel schema) {
    this.schema = schema;
    schema.tables().forEach(table -> rows.put(table, new LinkedHashMap<>()));
  }

  @Override
  public Collection<@Nullable Object[]> of(TableModel table) {
    return rows(table).values();
  }

  Set<List<Object>> keys(TableModel table) {
    return rows(table).keySet();
  }

  private Map<List<Object>, @Nullable Object[]> rows(TableModel table) {
    return Objects.requireNonNull(rows.get(table));
  }

  /** A value of a row that is there. */
  @Nullable Object value(TableModel table, List<Object> key, String column) {
    return Objects.requireNonNull(rows(table).get(key))[table.place(column)];
  }

  /** The same, or null if there is no such row. */
  @Nullable Object find(TableModel table, List<Object> key, String column) {
    return rows(table).containsKey(key) ? value(table, key, column) : null;
  }

  /** Takes the rows of another database. */
  void become(Evaluator.Rows others) {
    for (TableModel table : schema.tables()) {
      rows(table).clear();
      others.of(table).forEach(row -> rows(table).put(keyOf(table, row), row));
    }
  }

  /** Carries out a transaction; returns what is logged of it. */
  List<Change> transact(List<Statement> statements) {
    log = new ArrayList<>();
    unlogged = 0;
    statements.forEach(this::executeWhollyOrNot);
    return log;
  }

  /** How many changes of the last transaction were not logged. */
  int unlogged() {
    return unlogged;
  }

  private void log(Change change) {
    if (schema.silent() && depth > 0) {
      unlogged++;
    } else {
      log.add(change);
    }
  }

  /** Where nothing is said of what follows, a statement of which something cannot follow fails. */
  private void executeWhollyOrNot(Statement statement) {
    if (!schema.silent()) {
      execute(statement);
      return;
    }
    Map<TableModel, Map<List<Object>, @Nullable Object[]>> before = new HashMap<>();
    rows.forEach((table, held) -> before.put(table, new LinkedHashMap<>(held)));
    int logged = log.size();
    int silently = unlogged;
    fails = false;
    execute(statement);
    if (fails) {
      rows.putAll(before);
      log.subList(logged, log.size()).clear();
      unlogged = silently;
    }
  }

  private void execute(Statement statement) {
    if (statement instanceof Statement.Insert insert) {
      insert(insert.table(), insert.row());
    } else if (statement instanceof Statement.Update update) {
      update(update.table(), update.key(), update.set());
    } else if (statement instanceof Statement.Delete delete) {
      delete(delete.table(), delete.key());
    } else if (statement instanceof Statement.Truncate truncate) {
      truncate(truncate.table());
    } else if (statement instanceof Statement.Shift shift) {
      shift(shift);
    } else {
      swap((Statement.Swap) statement);
    }
  }

  static List<Object> keyOf(TableModel table, @Nullable Object[] row) {
    List<Object> key = new ArrayList<>();
    table.key().forEach(column -> key.add(Objects.requireNonNull(row[table.place(column)])));
    return key;
  }

  private void insert(TableModel table, @Nullable Object[] row) {
    List<Object> key = keyOf(table, row);
    if (!rows(table).containsKey(key) && isUnique(table, row, null)) {
      rows(table).put(key, row);
      log(new Change.Insert(sent(table, row, Set.of())));
    }
  }

  private boolean isUnique(
      TableModel table, @Nullable Object[] row, @Nullable Object @Nullable [] itself) {
    if (table.unique().isEmpty()) {
      return true;
    }
    int place = table.place(table.unique().get().name());
    return row[place] == null
        || rows(table).values().stream()
            .noneMatch(other -> other != itself && Objects.equals(other[place], row[place]));
  }

  private void update(TableModel table, List<Object> key, Map<String, @Nullable Object> set) {
    @Nullable Object[] before = rows(table).get(key);
    if (before == null) {
      return;
    }
    @Nullable Object[] after = before.clone();
    set.forEach((column, value) -> after[table.place(column)] = value);
    List<Object> newKey = keyOf(table, after);
    boolean moves = !newKey.equals(key);
    if ((moves && rows(table).containsKey(newKey)) || !isUnique(table, after, before)) {
      fails |= depth > 0;
      return;
    }
    rows(table).remove(key);
    rows(table).put(newKey, after);
    logUpdate(table, before, after);
    follow(table, before, after);
  }

  private void logUpdate(TableModel table, @Nullable Object[] before, @Nullable Object[] after) {
    boolean moves = !keyOf(table, before).equals(keyOf(table, after));
    Row old =
        table.isFull()
            ? sent(table, before, Set.of())
            : moves ? sent(table, before, outside(table)) : null;
    Set<String> unsent = table.isFull() ? Set.of() : unchangedBig(table, before, after);
    log(new Change.Update(old, sent(table, after, unsent)));
  }

  private static Set<String> outside(TableModel table) {
    Set<String> columns = new LinkedHashSet<>();
    table.columns().stream()
        .map(ColumnModel::name)
        .filter(name -> !table.isKey(name))
        .forEach(columns::add);
    return columns;
  }

  private static Set<String> unchangedBig(
      TableModel table, @Nullable Object[] before, @Nullable Object[] after) {
    Set<String> unsent = new LinkedHashSet<>();
    for (ColumnModel column : table.columns()) {
      int place = table.place(column.name());
      boolean large = after[place] instanceof String text && text.length() > LARGE;
      if (column.big() && large && Objects.equals(before[place], after[place])) {
        unsent.add(column.name());
      }
    }
    return unsent;
  }

  private static Row sent(TableModel table, @Nullable Object[] row, Set<String> unsent) {
    @Nullable Object[] values = row.clone();
    unsent.forEach(column -> values[table.place(column)] = Unavailable.UNAVAILABLE);
    return new Row(table.schema(), values);
  }

  /** Rows that reference a changed row by a declared reference change with it. */
  private void follow(TableModel table, @Nullable Object[] before, @Nullable Object[] after) {
    depth++;
    for (Reference reference : schema.to(table)) {
      List<@Nullable Object> old = values(table, before, reference.parentColumns());
      List<@Nullable Object> now = values(table, after, reference.parentColumns());
      if (reference.isDeclared() && !old.equals(now) && !old.contains(null)) {
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        for (int i = 0; i < now.size(); i++) {
          set.put(reference.childColumns().get(i), reference.clears() ? null : now.get(i));
        }
        referencing(reference, old).forEach(key -> updateUnlessNull(reference.child(), key, set));
      }
    }
    depth--;
  }

  private void updateUnlessNull(
      TableModel table, List<Object> key, Map<String, @Nullable Object> set) {
    boolean fits =
        set.entrySet().stream()
            .allMatch(e -> e.getValue() != null || table.column(e.getKey()).nullable());
    fails |= !fits;
    if (fits) {
      update(table, key, set);
    }
  }

  private List<List<Object>> referencing(Reference reference, List<@Nullable Object> values) {
    List<List<Object>> keys = new ArrayList<>();
    rows(reference.child())
        .forEach(
            (key, row) -> {
              if (values(reference.child(), row, reference.childColumns()).equals(values)) {
                keys.add(key);
              }
            });
    return keys;
  }

  private static List<@Nullable Object> values(
      TableModel table, @Nullable Object[] row, List<String> columns) {
    List<@Nullable Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(row[table.place(column)]));
    return values;
  }

  private void delete(TableModel table, List<Object> key) {
    @Nullable Object[] row = rows(table).remove(key);
    if (row == null) {
      return;
    }
    log(new Change.Delete(sent(table, row, table.isFull() ? Set.of() : outside(table))));
    depth++;
    for (Reference reference : schema.to(table)) {
      List<@Nullable Object> values = values(table, row, reference.parentColumns());
      if (reference.isDeclared() && !values.contains(null)) {
        referencing(reference, values).forEach(child -> release(reference, child));
      }
    }
    depth--;
  }

  private void release(Reference reference, List<Object> child) {
    if (reference.onDelete() == OnDelete.CASCADE) {
      delete(reference.child(), child);
    } else {
      Map<String, @Nullable Object> set = new LinkedHashMap<>();
      reference.childColumns().forEach(column -> set.put(column, null));
      update(reference.child(), child, set);
    }
  }

  private void truncate(TableModel table) {
    Set<TableModel> emptied = new LinkedHashSet<>();
    addReferencing(table, emptied);
    if (schema.silent() && emptied.size() > 1) {
      return;
    }
    for (TableModel each : emptied) {
      rows(each).clear();
      log(new Change.Truncate(each.id()));
    }
  }

  private void addReferencing(TableModel table, Set<TableModel> emptied) {
    if (emptied.add(table)) {
      schema.to(table).stream()
          .filter(Reference::isDeclared)
          .forEach(reference -> addReferencing(reference.child(), emptied));
    }
  }

  /** In any order, as the rows lie: two rows may have one key for a while. */
  private void shift(Statement.Shift shift) {
    TableModel table = shift.table();
    List<@Nullable Object[]> order = new ArrayList<>(rows(table).values());
    Collections.shuffle(order, new Random(shift.order()));
    rows(table).clear();
    for (@Nullable Object[] before : order) {
      @Nullable Object[] after = before.clone();
      int place = table.place(shift.column());
      after[place] = (Long) Objects.requireNonNull(before[place]) + shift.by();
      rows(table).put(keyOf(table, after), after);
      logUpdate(table, before, after);
    }
  }

  private void swap(Statement.Swap swap) {
    TableModel table = swap.table();
    Map<List<Object>, @Nullable Object[]> all = rows(table);
    if (!all.containsKey(swap.one()) || !all.containsKey(swap.other())) {
      return;
    }
    Object first = value(table, swap.one(), swap.column());
    Object second = value(table, swap.other(), swap.column());
    Object between = table.column(swap.column()).kind().link(new Random(0), 1);
    boolean isFree =
        all.values().stream().noneMatch(row -> between.equals(row[table.place(swap.column())]));
    if (!swap.one().equals(swap.other()) && isFree && first != null && second != null) {
      set(table, swap.one(), swap.column(), between);
      set(table, swap.other(), swap.column(), first);
      set(table, swap.one(), swap.column(), second);
    }
  }

  private void set(TableModel table, List<Object> key, String column, Object value) {
    update(table, key, Map.of(column, value));
  }
}
