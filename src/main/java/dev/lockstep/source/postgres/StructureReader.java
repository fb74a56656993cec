package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Problem;
import dev.lockstep.problem.Problem.Severity;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import dev.lockstep.source.TableStructure.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads from PostgreSQL's own tables how the tables of a schema hang together. */
final class StructureReader {
  private static final String FIELDS =
      "SELECT a.attname, t.typname, a.attnotnull, a.attgenerated <> '',"
          + " CASE WHEN t.typname = 'numeric' AND a.atttypmod > 4 AND (a.atttypmod - 4) & 2047 = 0"
          + " THEN (a.atttypmod - 4) >> 16 ELSE 0 END,"
          + " coalesce((SELECT max(s.avg_width) FROM pg_stats s WHERE s.schemaname = n.nspname"
          + " AND s.tablename = c.relname AND s.attname = a.attname), -1)"
          + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid"
          + " WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped"
          + " ORDER BY a.attnum";
  private static final String REFERENCES =
      "SELECT "
          + names("k.conrelid", "k.conkey")
          + ", fn.nspname, f.relname, "
          + names("k.confrelid", "k.confkey")
          + ", k.confdeltype = 'c'"
          + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace"
          + " WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname = ? AND c.relname = ?"
          + " ORDER BY k.conkey, k.conname";
  private static final String SIZE =
      "SELECT coalesce(sum(l.reltuples) FILTER (WHERE l.reltuples >= 0), -1)::bigint,"
          + " coalesce(sum(pg_table_size(l.oid)), 0)::bigint FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class l ON l.oid = c.oid"
          + " OR l.oid IN (SELECT relid FROM pg_partition_tree(c.oid) WHERE isleaf)"
          + " WHERE n.nspname = ? AND c.relname = ? AND l.relkind = 'r'";

  /** Below this, the pages of a table say more about pages than about rows. */
  private static final long ROWS_THAT_FILL_PAGES = 500;

  private final PostgresAdmin admin;
  private final TableReader reader;

  StructureReader(PostgresAdmin admin, TableReader reader) {
    this.admin = admin;
    this.reader = reader;
  }

  private static String names(String table, String numbers) {
    return "ARRAY(SELECT a.attname::text FROM unnest("
        + numbers
        + ") WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = "
        + table
        + " AND a.attnum = u.n ORDER BY u.o)";
  }

  List<TableStructure> structures(Collection<String> schemas) throws SQLException {
    PostgresTypes types = admin.types();
    List<TableStructure> structures = new ArrayList<>();
    for (TableId table : reader.tables()) {
      if (schemas.contains(table.schema())) {
        Optional<TableShape> shape = admin.shape(table);
        if (shape.isPresent()) {
          structures.add(structure(table, shape.get(), types));
        }
      }
    }
    return structures;
  }

  private TableStructure structure(TableId table, TableShape shape, PostgresTypes types)
      throws SQLException {
    List<Field> fields =
        admin.query(FIELDS, row -> field(row, types), table.schema(), table.name());
    List<Reference> references =
        admin.query(REFERENCES, StructureReader::reference, table.schema(), table.name());
    List<String> key = key(shape, fields);
    boolean primary = !key.isEmpty() && key.equals(shape.primaryKey());
    List<Long> size =
        admin
            .query(
                SIZE, row -> List.of(row.getLong(1), row.getLong(2)), table.schema(), table.name())
            .get(0);
    return new TableStructure(
        table,
        fields,
        key,
        primary,
        shape.keys(),
        references,
        size.get(0),
        rowBytes(fields, size.get(0), size.get(1)),
        obstacles(table, primary ? List.of() : key));
  }

  private static Field field(ResultSet row, PostgresTypes types) throws SQLException {
    return new Field(
        row.getString(1),
        types.columnType(row.getString(2)),
        !row.getBoolean(3),
        row.getBoolean(4),
        row.getInt(5),
        row.getInt(6));
  }

  private static Reference reference(ResultSet row) throws SQLException {
    return new Reference(
        Arrays.asList((String[]) row.getArray(1).getArray()),
        new TableId(row.getString(2), row.getString(3)),
        Arrays.asList((String[]) row.getArray(4).getArray()),
        row.getBoolean(5));
  }

  /** The primary key; else unique columns that are never NULL, best those that changes carry. */
  private static List<String> key(TableShape shape, List<Field> fields) {
    if (!shape.primaryKey().isEmpty()) {
      return shape.primaryKey();
    }
    List<String> sure =
        fields.stream().filter(f -> !f.nullable() && !f.generated()).map(Field::name).toList();
    List<List<String>> candidates = shape.keys().stream().filter(sure::containsAll).toList();
    return candidates.stream()
        .filter(shape::carries)
        .findFirst()
        .or(() -> candidates.stream().findFirst())
        .orElse(List.of());
  }

  private static long rowBytes(List<Field> fields, long rows, long bytes) {
    long widths = fields.stream().mapToLong(field -> Math.max(0, field.width())).sum();
    boolean telling = rows >= ROWS_THAT_FILL_PAGES;
    long known = telling ? Math.max(widths, bytes / rows) : widths;
    return known == 0 ? -1 : known;
  }

  private List<Problem> obstacles(TableId table, List<String> identity) throws SQLException {
    List<Problem> problems = new ArrayList<>();
    new TableChecks(admin, reader, problems)
        .check(table, new TableNeeds(List.of(), List.of(), identity));
    return problems.stream().filter(p -> p.severity() == Severity.ERROR).toList();
  }
}
