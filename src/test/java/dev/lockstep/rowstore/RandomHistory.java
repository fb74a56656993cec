package dev.lockstep.rowstore;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.KeptTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source that lives at random: it carries out transactions on plain maps and reports them as a
 * net transaction would, with what replication leaves out left out. Knows the state after each of
 * them.
 */
final class RandomHistory {
  static final TableId PARENTS = new TableId("s", "parents");
  static final TableId CHILDREN = new TableId("s", "children");
  static final List<KeptTable> KEPT =
      List.of(
          new KeptTable(PARENTS, List.of("id"), List.of("name"), List.of(List.of("name"))),
          new KeptTable(
              CHILDREN,
              List.of("kind", "id"),
              List.of("parent", "note"),
              List.of(List.of("parent"), List.of("kind"), List.of("parent", "note"))));

  private static final List<String> CHILD_COLUMNS = List.of("kind", "id", "parent", "note");
  private static final List<String> PARENT_COLUMNS = List.of("id", "name");
  private static final int IDS = 12;

  /**
   * A transaction and the rows around it.
   *
   * @param before all rows by key before it
   * @param after all rows by key after it
   */
  record Step(
      Version version,
      Set<TableId> truncated,
      List<RowChange> changes,
      Map<RowKey, Row> before,
      Map<RowKey, Row> after) {}

  private final Random random;
  private final String padding;
  private final List<Step> steps = new ArrayList<>();
  private final TableSchema plainParents = schema(PARENTS, List.of("id"), PARENT_COLUMNS, 0);
  private final TableSchema plainChildren =
      schema(CHILDREN, List.of("kind", "id"), CHILD_COLUMNS, 0);
  private Map<RowKey, Row> rows = new LinkedHashMap<>();
  private Map<RowKey, RowKey> origins = new LinkedHashMap<>();
  private Set<RowKey> touched = new LinkedHashSet<>();
  private Set<TableId> truncated = new HashSet<>();
  private long position;
  private int generation;

  RandomHistory(Random random) {
    this(random, 0);
  }

  /**
   * @param padding characters that make notes longer, for stores that should grow
   */
  RandomHistory(Random random, int padding) {
    this.random = random;
    this.padding = " ".repeat(padding);
  }

  List<Step> steps() {
    return steps;
  }

  /** Carries out one more transaction. */
  Step next() {
    Map<RowKey, Row> before = new LinkedHashMap<>(rows);
    begin();
    for (int i = random.nextInt(8); i >= 0; i--) {
      statement();
    }
    position += 1 + random.nextInt(50);
    List<RowChange> changes = report(before);
    Version version = new Version(0, position, changes.size() + 1);
    Step step = new Step(version, Set.copyOf(truncated), changes, before, Map.copyOf(rows));
    steps.add(step);
    return step;
  }

  private void begin() {
    origins = new LinkedHashMap<>();
    rows.keySet().forEach(key -> origins.put(key, key));
    touched = new LinkedHashSet<>();
    truncated = new HashSet<>();
    if (random.nextInt(10) == 0) {
      generation++;
    }
  }

  private void statement() {
    int dice = random.nextInt(100);
    if (dice < 40) {
      put(random.nextBoolean() ? randomChild() : randomParent());
    } else if (dice < 60) {
      randomKey().ifPresent(this::update);
    } else if (dice < 78) {
      randomKey().ifPresent(this::remove);
    } else if (dice < 90) {
      randomKey().ifPresent(this::move);
    } else if (dice < 97) {
      shift();
    } else {
      truncate(random.nextBoolean() ? PARENTS : CHILDREN);
    }
  }

  private Optional<RowKey> randomKey() {
    List<RowKey> keys = List.copyOf(rows.keySet());
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(random.nextInt(keys.size())));
  }

  private Row randomParent() {
    return new Row(plainParents, new @Nullable Object[] {(long) random.nextInt(IDS), note()});
  }

  private Row randomChild() {
    return new Row(
        plainChildren,
        new @Nullable Object[] {kind(), (long) random.nextInt(IDS), parent(), note()});
  }

  private String kind() {
    return List.of("", "a", "a\u0000", "b").get(random.nextInt(4));
  }

  private @Nullable Object parent() {
    return random.nextInt(6) == 0 ? null : (Long) (long) random.nextInt(4);
  }

  private @Nullable Object note() {
    return random.nextInt(6) == 0 ? null : "note " + random.nextInt(4) + padding;
  }

  private void put(Row row) {
    if (rows.putIfAbsent(row.key(), row) == null) {
      origins.remove(row.key());
      touched.add(row.key());
    }
  }

  private void update(RowKey key) {
    Row old = row(key);
    boolean child = key.table().equals(CHILDREN);
    @Nullable Object[] values =
        child
            ? new @Nullable Object[] {old.get(0), old.get(1), old.get(2), old.get(3)}
            : new @Nullable Object[] {old.get(0), old.get(1)};
    int column = child ? 2 + random.nextInt(2) : 1;
    values[column] = column == 2 ? parent() : note();
    rows.put(key, new Row(old.schema(), values));
    touched.add(key);
  }

  private Row row(RowKey key) {
    Row row = rows.get(key);
    if (row == null) {
      throw new IllegalStateException("no row " + key);
    }
    return row;
  }

  private void remove(RowKey key) {
    rows.remove(key);
    origins.remove(key);
    touched.add(key);
  }

  private void move(RowKey key) {
    Row old = row(key);
    Row moved = withId(old, (long) random.nextInt(IDS));
    if (!rows.containsKey(moved.key())) {
      rename(Map.of(key, moved));
    }
  }

  private static Row withId(Row row, Object id) {
    int column = row.schema().indexOf("id");
    @Nullable Object[] values = new Object[row.schema().columns().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == column ? id : row.get(i);
    }
    return new Row(row.schema(), values);
  }

  /** UPDATE … SET id = id + 1. */
  private void shift() {
    Map<RowKey, Row> renamed = new LinkedHashMap<>();
    TableId table = random.nextBoolean() ? PARENTS : CHILDREN;
    rows.forEach(
        (key, row) -> {
          if (key.table().equals(table)) {
            renamed.put(key, withId(row, idOf(row) + 1));
          }
        });
    rename(renamed);
  }

  private static long idOf(Row row) {
    return (Long) Objects.requireNonNull(row.get("id"));
  }

  private void rename(Map<RowKey, Row> renamed) {
    Map<RowKey, RowKey> came = new LinkedHashMap<>();
    renamed.forEach((key, row) -> note(came, row.key(), origins.remove(key)));
    renamed.keySet().forEach(rows::remove);
    touched.addAll(renamed.keySet());
    renamed.values().forEach(row -> rows.put(row.key(), row));
    renamed.values().forEach(row -> touched.add(row.key()));
    origins.putAll(came);
  }

  private static void note(Map<RowKey, RowKey> came, RowKey to, @Nullable RowKey from) {
    if (from != null) {
      came.put(to, from);
    }
  }

  private void truncate(TableId table) {
    truncated.add(table);
    rows.keySet().removeIf(key -> key.table().equals(table));
    origins.keySet().removeIf(key -> key.table().equals(table));
    touched.removeIf(key -> key.table().equals(table));
  }

  private List<RowChange> report(Map<RowKey, Row> before) {
    List<RowChange> changes = new ArrayList<>();
    for (RowKey key : touched) {
      changes.add(report(key, truncated.contains(key.table()) ? null : before.get(key), before));
    }
    Collections.shuffle(changes, random);
    return changes;
  }

  private RowChange report(RowKey key, @Nullable Row before, Map<RowKey, Row> all) {
    Row after = rows.get(key);
    RowKey origin = origins.get(key);
    Row earlier = origin == null ? null : all.get(origin);
    return new RowChange(
        key,
        before == null ? null : reportBefore(before),
        after == null ? null : asSent(after, earlier),
        origin == null || origin.equals(key) ? null : origin,
        after != null && origin == null);
  }

  /** What the replica identity lets through: nothing, the key, or all. */
  private @Nullable Row reportBefore(Row row) {
    return switch (random.nextInt(3)) {
      case 0 -> null;
      case 1 -> asSent(row, row);
      default -> asSent(row, null);
    };
  }

  /** A row in the source's present shape; values that are as they were may be unsent. */
  private Row asSent(Row row, @Nullable Row earlier) {
    List<String> names = row.table().equals(CHILDREN) ? CHILD_COLUMNS : PARENT_COLUMNS;
    List<String> key = row.table().equals(CHILDREN) ? List.of("kind", "id") : List.of("id");
    TableSchema schema = schema(row.table(), key, names, generation);
    @Nullable Object[] values = new Object[schema.columns().size()];
    for (int i = 0; i < values.length; i++) {
      String name = schema.columns().get(i).name();
      values[i] = row.schema().indexOf(name) < 0 ? "unkept" : sent(row, earlier, name, key);
    }
    return new Row(schema, values);
  }

  private @Nullable Object sent(Row row, @Nullable Row earlier, String name, List<String> key) {
    Object value = row.get(name);
    boolean same =
        earlier != null && !key.contains(name) && Objects.equals(value, earlier.get(name));
    return same && random.nextBoolean() ? Unavailable.UNAVAILABLE : value;
  }

  /** Another generation has another order of columns and another column that is not kept. */
  private static TableSchema schema(
      TableId table, List<String> key, List<String> names, int generation) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      Kind kind = name.equals("id") || name.equals("parent") ? Kind.INTEGER : Kind.TEXT;
      columns.add(new Column(name, ColumnType.of(kind, kind + "/" + generation / 4), true));
    }
    if (generation > 0) {
      columns.add(
          generation % columns.size(),
          new Column("extra" + generation, ColumnType.of(Kind.TEXT, "text"), true));
    }
    return new TableSchema(table, columns, key);
  }
}
