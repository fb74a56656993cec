package dev.lockstep.oracle;

import static java.util.Objects.requireNonNull;

import dev.lockstep.oracle.SchemaModel.OnDelete;
import dev.lockstep.oracle.SchemaModel.Reference;
import dev.lockstep.oracle.TableModel.ColumnModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Makes schemas of 2 to 8 tables: single, composite and inherited keys, tables without a primary
 * key, references to any table (itself too), declared or not, nullable or not, by key or by another
 * unique column, composite ones that share columns with others or with the key.
 */
final class RandomSchema {
  private static final String TENANT = "tenant";

  private final Dice dice;

  /** Whether the source does not log what declared references do to rows. */
  private final boolean silent;

  private final List<Kind> kinds;

  /** Whether no two rows may share a key amid a transaction, in any table. */
  private final boolean strict;

  private final List<Draft> drafts = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();

  private RandomSchema(Dice dice, boolean silent, List<Kind> kinds) {
    this.dice = dice;
    this.silent = silent;
    this.kinds = kinds;
    this.strict = silent || dice.percent(40);
  }

  /**
   * @param prefix of the tables' names
   */
  static SchemaModel make(Dice dice, String prefix) {
    return new RandomSchema(dice, false, List.of(Kind.values())).make(prefix);
  }

  /**
   * A schema as of MySQL: updates and deletes carry whole rows, and what declared references do is
   * not logged. No two of them share columns, so that it does not matter in which order they act.
   */
  static SchemaModel silent(Dice dice, String prefix) {
    return new RandomSchema(dice, true, List.of(Kind.values())).make(prefix);
  }

  /** The same, of types that MySQL has. */
  static SchemaModel mysql(Dice dice, String prefix) {
    List<Kind> kinds = Stream.of(Kind.values()).filter(kind -> kind != Kind.BOOLEAN).toList();
    return new RandomSchema(dice, true, kinds).make(prefix);
  }

  private SchemaModel make(String prefix) {
    int count = dice.between(2, 8);
    for (int i = 0; i < count; i++) {
      drafts.add(table(prefix + i));
    }
    for (Draft draft : drafts) {
      for (int i = dice.between(silent ? 1 : 0, 2); i > 0; i--) {
        reference(draft, dice.of(drafts));
      }
    }
    Map<Draft, TableModel> tables = new LinkedHashMap<>();
    drafts.forEach(draft -> tables.put(draft, draft.finish()));
    return new SchemaModel(
        List.copyOf(tables.values()),
        links.stream()
            .map(
                link ->
                    link.finish(
                        requireNonNull(tables.get(link.child)),
                        requireNonNull(tables.get(link.parent))))
            .toList(),
        silent);
  }

  /** A table in the making. */
  private final class Draft {
    private final String name;
    private final Map<String, ColumnModel> columns = new LinkedHashMap<>();
    private final List<String> key = new ArrayList<>();
    private final boolean primaryKey = strict || !dice.percent(18);
    private final boolean deferrable = !strict && primaryKey && dice.percent(30);
    private final boolean full = silent || deferrable || !primaryKey || dice.percent(40);

    Draft(String name) {
      this.name = name;
    }

    void addKey(String column, Kind kind) {
      add(new ColumnModel(column, kind, false, false, false, true));
      key.add(column);
    }

    void add(ColumnModel column) {
      columns.put(column.name(), column);
    }

    ColumnModel get(String column) {
      return Objects.requireNonNull(columns.get(column));
    }

    /** A declared reference needs a constraint that is checked at once. */
    boolean canBeReferenced() {
      return primaryKey && !deferrable;
    }

    TableModel finish() {
      return new TableModel(name, List.copyOf(columns.values()), key, primaryKey, full, deferrable);
    }
  }

  /** A reference in the making. */
  private record Link(
      Draft child,
      List<String> childColumns,
      Draft parent,
      List<String> parentColumns,
      OnDelete onDelete,
      boolean clears) {

    Reference finish(TableModel childTable, TableModel parentTable) {
      return new Reference(childTable, childColumns, parentTable, parentColumns, onDelete, clears);
    }
  }

  private Draft table(String name) {
    Draft draft = new Draft(name);
    if (!drafts.isEmpty() && dice.percent(30)) {
      inheritKey(draft, dice.of(drafts));
    } else if (dice.percent(30)) {
      draft.addKey(TENANT, Kind.INTEGER);
      draft.addKey("id", dice.of(Kind.LINKS));
    } else {
      draft.addKey("id", dice.of(Kind.LINKS));
    }
    int plain = dice.between(1, 4);
    for (int i = 0; i < plain; i++) {
      Kind kind = dice.of(kinds);
      boolean big = kind == Kind.TEXT && dice.percent(50);
      draft.add(new ColumnModel("c" + i, kind, dice.percent(65), big, false, false));
    }
    if (dice.percent(40)) {
      Kind kind = dice.of(Kind.LINKS);
      draft.add(new ColumnModel("u", kind, dice.percent(50), false, true, true));
    }
    return draft;
  }

  /** The key of a child begins with that of its parent, or is the same. */
  private void inheritKey(Draft draft, Draft parent) {
    List<String> inherited = new ArrayList<>();
    for (String column : parent.key) {
      String name = column.equals(TENANT) ? column : "p_" + column;
      draft.addKey(name, parent.get(column).kind());
      inherited.add(name);
    }
    if (dice.percent(70)) {
      draft.addKey("no", Kind.INTEGER);
    }
    OnDelete onDelete =
        parent.canBeReferenced() && dice.percent(declared()) ? OnDelete.CASCADE : OnDelete.NOTHING;
    links.add(new Link(draft, inherited, parent, List.copyOf(parent.key), onDelete, false));
  }

  private void reference(Draft child, Draft parent) {
    boolean byUnique = parent.columns.containsKey("u") && dice.percent(30);
    List<String> to = byUnique ? List.of("u") : List.copyOf(parent.key);
    boolean nullable = dice.percent(75);
    int number = links.size();
    List<String> from = new ArrayList<>();
    for (String column : to) {
      from.add(linkColumn(child, from, "r" + number + "_" + column, parent.get(column), nullable));
    }
    boolean declared = dice.percent(declared()) && (byUnique || parent.canBeReferenced());
    boolean clears = from.stream().allMatch(c -> child.get(c).nullable());
    OnDelete action = clears && dice.percent(50) ? OnDelete.SET_NULL : OnDelete.CASCADE;
    boolean forgets = silent && clears && dice.percent(40);
    links.add(new Link(child, from, parent, to, declared ? action : OnDelete.NOTHING, forgets));
  }

  /** The per cent of references that are declared. */
  private int declared() {
    return silent ? 90 : 50;
  }

  /** The tenant is often the child's own; other columns sometimes serve two references. */
  private String linkColumn(
      Draft child, List<String> taken, String fresh, ColumnModel target, boolean nullable) {
    boolean hasTenant = child.columns.containsKey(TENANT) && !taken.contains(TENANT);
    if (!silent && target.name().equals(TENANT) && hasTenant && dice.percent(75)) {
      return TENANT;
    }
    List<String> shared =
        child.columns.values().stream()
            .filter(c -> c.link() && c.kind() == target.kind() && !c.unique())
            .map(ColumnModel::name)
            .filter(name -> !taken.contains(name))
            .toList();
    if (!silent && !shared.isEmpty() && dice.percent(12)) {
      return dice.of(shared);
    }
    child.add(new ColumnModel(fresh, target.kind(), nullable, false, false, true));
    return fresh;
  }
}
