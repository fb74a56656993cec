package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.ForeignKeyAction.Effect;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import dev.lockstep.source.TableStructure.Reference;
import dev.lockstep.source.jdbc.JdbcSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Reads from MySQL's own tables how the tables of a database hang together. */
final class MysqlStructures {
  private static final String TABLES =
      "SELECT TABLE_NAME, coalesce(TABLE_ROWS, -1), coalesce(AVG_ROW_LENGTH, 0)"
          + " FROM information_schema.TABLES"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME";
  private static final String FIELDS =
      "SELECT COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE = 'YES',"
          + " IF(NUMERIC_SCALE = 0, NUMERIC_PRECISION, 0) FROM information_schema.COLUMNS"
          + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION";

  /** Below this, the pages of a table say more about pages than about rows. */
  private static final long ROWS_THAT_FILL_PAGES = 500;

  /** How many rows are looked at to tell how wide values are. */
  private static final int ROWS_FOR_WIDTHS = 1_000;

  private final MysqlOptions options;
  private final JdbcSession session;

  MysqlStructures(MysqlOptions options, JdbcSession session) {
    this.options = options;
    this.session = session;
  }

  private record Size(String table, long rows, long rowBytes) {
    static Size of(ResultSet row) throws SQLException {
      return new Size(row.getString(1), row.getLong(2), row.getLong(3));
    }
  }

  /**
   * Describes tables.
   *
   * @param schemas databases; empty for the one that is read
   */
  List<TableStructure> structures(Collection<String> schemas) throws SQLException {
    session.execute("SET SESSION information_schema_stats_expiry = 0");
    List<TableStructure> structures = new ArrayList<>();
    for (String schema : schemas.isEmpty() ? List.of(options.database()) : schemas) {
      for (Size size : session.query(TABLES, Size::of, schema)) {
        if (!size.table().equals(HeartbeatTable.NAME)) {
          structures.add(structure(new TableId(schema, size.table()), size));
        }
      }
    }
    structures.sort(Comparator.comparing(TableStructure::table));
    return structures;
  }

  private TableStructure structure(TableId table, Size size) throws SQLException {
    List<MysqlIndex> indexes = MysqlIndex.read(session, table);
    List<Field> bare = session.query(FIELDS, MysqlStructures::field, names(table));
    List<String> key = key(indexes, bare);
    boolean primary = indexes.stream().anyMatch(MysqlIndex::isPrimary);
    List<Problem> problems = new ArrayList<>();
    boolean readable =
        new MysqlTableChecks(options, session, problems)
            .check(table, new TableNeeds(List.of(), List.of(), primary ? List.of() : key));
    List<Field> fields = readable ? measured(table, bare) : bare;
    return new TableStructure(
        table,
        fields,
        key,
        primary,
        indexes.stream().filter(MysqlIndex::unique).map(MysqlIndex::columns).toList(),
        references(table, fields),
        size.rows(),
        rowBytes(fields, size),
        problems.stream().filter(problem -> problem.severity() == Severity.ERROR).toList());
  }

  private static Object[] names(TableId table) {
    return new Object[] {table.schema(), table.name()};
  }

  /** The log carries computed columns too. */
  private static Field field(ResultSet row) throws SQLException {
    ColumnType type = MysqlTypes.of(row.getString(2));
    int digits = type.kind() == Kind.DECIMAL ? row.getInt(4) : 0;
    return new Field(row.getString(1), type, row.getBoolean(3), false, digits, -1);
  }

  /** The primary key; else unique columns that are never NULL. */
  private static List<String> key(List<MysqlIndex> indexes, List<Field> fields) {
    List<String> sure = fields.stream().filter(f -> !f.nullable()).map(Field::name).toList();
    return indexes.stream()
        .filter(MysqlIndex::unique)
        .map(MysqlIndex::columns)
        .filter(sure::containsAll)
        .findFirst()
        .orElse(List.of());
  }

  private List<Field> measured(TableId table, List<Field> fields) throws SQLException {
    String sql =
        fields.stream()
                .map(field -> "coalesce(avg(length(" + MysqlNames.quote(field.name()) + ")), -1)")
                .collect(Collectors.joining(", ", "SELECT ", ""))
            + " FROM (SELECT * FROM "
            + MysqlNames.quote(table)
            + " LIMIT "
            + ROWS_FOR_WIDTHS
            + ") AS looked";
    return session.query(sql, row -> measured(row, fields)).get(0);
  }

  private static List<Field> measured(ResultSet row, List<Field> fields) throws SQLException {
    List<Field> measured = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      int width = (int) Math.ceil(row.getDouble(i + 1));
      measured.add(
          new Field(
              field.name(),
              field.type(),
              field.nullable(),
              field.generated(),
              field.digits(),
              width));
    }
    return measured;
  }

  private static long rowBytes(List<Field> fields, Size size) {
    long widths = fields.stream().mapToLong(field -> Math.max(0, field.width())).sum();
    boolean telling = size.rows() >= ROWS_THAT_FILL_PAGES;
    long known = telling ? Math.max(widths, size.rowBytes()) : widths;
    return known == 0 ? -1 : known;
  }

  /** In the order of their columns. */
  private List<Reference> references(TableId table, List<Field> fields) throws SQLException {
    List<String> order = fields.stream().map(Field::name).toList();
    return new MysqlForeignKeys(session)
        .of(table).stream()
            .map(MysqlStructures::reference)
            .sorted(Comparator.comparing(reference -> order.indexOf(reference.columns().get(0))))
            .toList();
  }

  private static Reference reference(ForeignKeyAction key) {
    return new Reference(
        key.childColumns(), key.parent(), key.parentColumns(), key.onDelete() == Effect.CASCADE);
  }
}
