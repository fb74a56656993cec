package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.source.SourceProbe.Requirement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a server must allow, as statements for its administrator. */
final class Requirements {
  private static final String REPLICATES =
      "SELECT rolreplication OR rolsuper OR EXISTS (SELECT 1 FROM pg_roles g"
          + " WHERE g.rolname IN ('rds_replication', 'rds_superuser')"
          + " AND pg_has_role(current_user, g.oid, 'MEMBER'))"
          + " FROM pg_roles WHERE rolname = current_user";
  private static final String USES =
      "SELECT coalesce(bool_and(has_schema_privilege(oid, 'USAGE')), false) FROM pg_namespace"
          + " WHERE nspname = ?";
  private static final String READS =
      "SELECT has_table_privilege(c.oid, 'SELECT') FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";

  private final PostgresOptions options;
  private final PostgresAdmin admin;
  private final List<Requirement> all = new ArrayList<>();

  Requirements(PostgresOptions options, PostgresAdmin admin) {
    this.options = options;
    this.admin = admin;
  }

  List<Requirement> of(Map<TableId, TableNeeds> tables) throws SQLException {
    log();
    schemas(tables.keySet());
    reading(tables.keySet());
    for (Map.Entry<TableId, TableNeeds> table : tables.entrySet()) {
      identity(table.getKey(), table.getValue());
    }
    publication(tables.keySet());
    return List.copyOf(all);
  }

  private void log() throws SQLException {
    boolean logical = "logical".equals(admin.setting("wal_level"));
    add("write changes into the log (restart)", "ALTER SYSTEM SET wal_level = 'logical'", logical);
    String role = "ALTER ROLE " + user() + " REPLICATION";
    add("read the log", role, isTrue(REPLICATES));
  }

  private void schemas(Collection<TableId> tables) throws SQLException {
    for (String schema : new TreeSet<>(tables.stream().map(TableId::schema).toList())) {
      String grant = "GRANT USAGE ON SCHEMA " + PostgresAdmin.quote(schema) + " TO " + user();
      add("reach the tables", grant, isTrue(USES, schema));
    }
  }

  private void reading(Collection<TableId> tables) throws SQLException {
    boolean met = true;
    for (TableId table : tables) {
      met &= isTrue(READS, table.schema(), table.name());
    }
    String names = tables.stream().map(PostgresAdmin::quote).collect(Collectors.joining(", "));
    add("read the tables", "GRANT SELECT ON " + names + " TO " + user(), met);
  }

  /** Only where the primary key does not do. */
  private void identity(TableId table, TableNeeds needs) throws SQLException {
    Optional<TableShape> found = admin.shape(table);
    if (found.isEmpty()) {
      return;
    }
    TableShape shape = found.get();
    List<String> key = needs.identity().isEmpty() ? shape.primaryKey() : needs.identity();
    boolean keyDoes =
        shape.primaryKey().containsAll(key)
            && shape.primaryKey().containsAll(needs.beforeColumns())
            && !shape.primaryKey().isEmpty();
    boolean met = shape.hasIdentity() && shape.carries(key) && shape.carries(needs.beforeColumns());
    if (!keyDoes || !met) {
      String full = "ALTER TABLE " + PostgresAdmin.quote(table) + " REPLICA IDENTITY FULL";
      add("tell which row changed, and what it was", full, met);
    }
  }

  private void publication(Collection<TableId> tables) throws SQLException {
    Optional<Collection<TableId>> published = admin.published();
    Set<TableId> missing = new TreeSet<>(tables);
    published.ifPresent(missing::removeAll);
    boolean extend = published.isPresent() && !missing.isEmpty();
    add(
        "publish the tables (as their owner)",
        extend ? admin.extendPublicationSql(missing) : admin.createPublicationSql(tables),
        missing.isEmpty());
  }

  private String user() {
    return PostgresAdmin.quote(options.user());
  }

  private boolean isTrue(String sql, Object... parameters) throws SQLException {
    return admin.query(sql, row -> row.getBoolean(1), parameters).stream().anyMatch(b -> b);
  }

  private void add(String purpose, String statement, boolean met) {
    all.add(new Requirement(purpose, statement, met));
  }
}
