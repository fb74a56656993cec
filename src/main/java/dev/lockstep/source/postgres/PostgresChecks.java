package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;

/** Finds what is wrong with a server for a pipeline, before it starts. */
final class PostgresChecks {
  private static final int OLDEST_VERSION = 140_000;

  private final PostgresOptions options;
  private final PostgresAdmin admin;
  private final TableReader reader;
  private final List<Problem> problems = new ArrayList<>();

  PostgresChecks(PostgresOptions options, PostgresAdmin admin, TableReader reader) {
    this.options = options;
    this.admin = admin;
    this.reader = reader;
  }

  /** Everything at once. */
  List<Problem> all(Map<TableId, TableNeeds> tables) throws SQLException {
    server();
    role();
    slot();
    TableChecks tableChecks = new TableChecks(admin, reader, problems);
    for (Map.Entry<TableId, TableNeeds> entry : tables.entrySet()) {
      tableChecks.check(entry.getKey(), entry.getValue());
    }
    publication(tables);
    return List.copyOf(problems);
  }

  private void server() throws SQLException {
    int version = Integer.parseInt(admin.setting("server_version_num"));
    if (version < OLDEST_VERSION) {
      error(
          "SOURCE-VERSION",
          "the server is PostgreSQL " + admin.setting("server_version") + "; 14 is the oldest",
          "upgrade the server");
    }
    String level = admin.setting("wal_level");
    if (!"logical".equals(level)) {
      error(
          "WAL-LEVEL",
          "wal_level is " + level + ", so the log does not carry changes",
          "set wal_level = logical (rds.logical_replication = 1 on Amazon RDS,"
              + " cloudsql.logical_decoding = on at Google) and restart the server");
    }
    if (isTrue("SELECT pg_is_in_recovery()")) {
      error(
          "SOURCE-READ-ONLY", "the server is a standby", "name the primary server as source.host");
    }
    if (TimeZone.getDefault().getRawOffset() != 0 || TimeZone.getDefault().useDaylightTime()) {
      warning(
          "JVM-TIME-ZONE",
          "this process runs in time zone "
              + TimeZone.getDefault().getID()
              + ", in which ranges of timestamptz would be shown",
          "start it with -Duser.timezone=UTC, as bin/lockstep does");
    }
  }

  private boolean isTrue(String sql, Object... parameters) throws SQLException {
    return admin.query(sql, row -> row.getBoolean(1), parameters).stream().anyMatch(b -> b);
  }

  private long number(String sql) throws SQLException {
    return admin.query(sql, row -> row.getLong(1)).get(0);
  }

  private void role() throws SQLException {
    boolean replicates =
        isTrue(
            "SELECT rolreplication OR rolsuper OR EXISTS (SELECT 1 FROM pg_roles g"
                + " WHERE g.rolname IN ('rds_replication', 'rds_superuser')"
                + " AND pg_has_role(current_user, g.oid, 'MEMBER'))"
                + " FROM pg_roles WHERE rolname = current_user");
    if (!replicates) {
      error(
          "REPLICATION-RIGHT",
          "the user " + options.user() + " may not read the log",
          "ALTER ROLE "
              + PostgresAdmin.quote(options.user())
              + " REPLICATION (GRANT rds_replication TO it on Amazon RDS)");
    }
  }

  private void slot() throws SQLException {
    Optional<SlotState> found = admin.slot();
    if (found.isEmpty()) {
      freeSlot();
      return;
    }
    SlotState slot = found.get();
    if (!"pgoutput".equals(slot.plugin())) {
      error(
          "SLOT-PLUGIN",
          "replication slot " + options.slot() + " uses the plugin " + slot.plugin(),
          "name another slot in source.slot: it will be made with pgoutput");
    }
    if (!options.database().equals(slot.database())) {
      error(
          "SLOT-DATABASE",
          "replication slot " + options.slot() + " belongs to database " + slot.database(),
          "name another slot in source.slot");
    }
    if (slot.isLost()) {
      error(
          "SLOT-LOST",
          "the server has thrown away log that replication slot " + options.slot() + " needed",
          "load again; raise max_slot_wal_keep_size");
    }
    if (slot.active()) {
      warning(
          "SLOT-ACTIVE",
          "replication slot "
              + options.slot()
              + " is being read by server process "
              + slot.activePid(),
          "if that is not this pipeline, stop it or name another slot in source.slot");
    }
  }

  private void freeSlot() throws SQLException {
    long slots = number("SELECT count(*) FROM pg_replication_slots");
    if (slots >= Long.parseLong(admin.setting("max_replication_slots"))) {
      error(
          "SLOTS-EXHAUSTED",
          "all " + slots + " replication slots are in use",
          "drop one that nobody needs, or raise max_replication_slots and restart the server");
    }
    long senders = number("SELECT count(*) FROM pg_stat_replication");
    if (senders >= Long.parseLong(admin.setting("max_wal_senders"))) {
      error(
          "SENDERS-EXHAUSTED",
          "all " + senders + " processes that send the log are in use",
          "raise max_wal_senders and restart the server");
    }
  }

  private void publication(Map<TableId, TableNeeds> tables) throws SQLException {
    Optional<Collection<TableId>> published = admin.published();
    if (published.isEmpty()) {
      creatable(tables.keySet());
      return;
    }
    Set<TableId> missing = new TreeSet<>(tables.keySet());
    missing.removeAll(published.get());
    missing.removeAll(byPartitions(missing));
    if (!missing.isEmpty()) {
      extendable(missing);
    }
    publishedOperations();
    publishedParts(tables);
  }

  /** Those of the tables that are published, but by their partitions and under their names. */
  private Set<TableId> byPartitions(Set<TableId> missing) throws SQLException {
    String sql =
        "SELECT n.nspname, c.relname FROM pg_publication p"
            + " JOIN pg_publication_tables t ON t.pubname = p.pubname"
            + " JOIN pg_class c ON c.oid = pg_partition_root("
            + "(quote_ident(t.schemaname) || '.' || quote_ident(t.tablename))::regclass)"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE p.pubname = ? AND NOT p.pubviaroot";
    Set<TableId> found =
        new TreeSet<>(
            admin.query(
                sql,
                row -> new TableId(row.getString(1), row.getString(2)),
                options.publication()));
    found.retainAll(missing);
    for (TableId table : found) {
      problems.add(
          Problem.error(
              Category.SOURCE,
              "PUBLICATION-PARTITIONS",
              "publication "
                  + options.publication()
                  + " carries the table's partitions under their own names",
              table.toString(),
              "ALTER PUBLICATION "
                  + PostgresAdmin.quote(options.publication())
                  + " SET (publish_via_partition_root = true)"));
    }
    return found;
  }

  private void creatable(Collection<TableId> tables) throws SQLException {
    boolean may =
        isTrue("SELECT has_database_privilege(current_database(), 'CREATE')") && ownsAll(tables);
    if (!may) {
      error(
          "PUBLICATION-MISSING",
          "there is no publication "
              + options.publication()
              + ", and "
              + options.user()
              + " may not make it",
          "have the owner of the tables run: " + admin.createPublicationSql(tables));
    }
  }

  private boolean ownsAll(Collection<TableId> tables) throws SQLException {
    String sql =
        "SELECT pg_has_role(current_user, c.relowner, 'USAGE') FROM pg_class c JOIN pg_namespace n"
            + " ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";
    for (TableId table : tables) {
      if (!isTrue(sql, table.schema(), table.name())) {
        return false;
      }
    }
    return true;
  }

  private void extendable(Set<TableId> missing) throws SQLException {
    boolean owner =
        isTrue(
            "SELECT pg_has_role(current_user, pubowner, 'USAGE') FROM pg_publication"
                + " WHERE pubname = ?",
            options.publication());
    if (owner && ownsAll(missing)) {
      warning(
          "PUBLICATION-INCOMPLETE",
          "publication " + options.publication() + " does not carry " + missing,
          "nothing: a load, or the start of a changed mapping, adds them. If the mapping has not"
              + " changed since, the pipeline has to load again");
    } else {
      error(
          "PUBLICATION-INCOMPLETE",
          "publication " + options.publication() + " does not carry " + missing,
          "have its owner run: " + admin.extendPublicationSql(missing) + "; then start");
    }
  }

  private void publishedOperations() throws SQLException {
    String sql =
        "SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate FROM pg_publication"
            + " WHERE pubname = ?";
    if (!isTrue(sql, options.publication())) {
      error(
          "PUBLICATION-OPERATIONS",
          "publication " + options.publication() + " leaves out some kinds of changes",
          "ALTER PUBLICATION "
              + PostgresAdmin.quote(options.publication())
              + " SET (publish = 'insert, update, delete, truncate')");
    }
  }

  /** Row filters and column lists came with PostgreSQL 15. */
  private void publishedParts(Map<TableId, TableNeeds> tables) throws SQLException {
    if (Integer.parseInt(admin.setting("server_version_num")) < 150_000) {
      return;
    }
    String sql =
        "SELECT p.schemaname, p.tablename FROM pg_publication_tables p WHERE p.pubname = ?"
            + " AND (p.rowfilter IS NOT NULL OR EXISTS (SELECT 1 FROM pg_attribute a"
            + " WHERE a.attrelid = (quote_ident(p.schemaname) || '.' || quote_ident(p.tablename))"
            + "::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''"
            + " AND a.attname <> ALL (p.attnames)))";
    List<TableId> partly =
        admin.query(
            sql, row -> new TableId(row.getString(1), row.getString(2)), options.publication());
    partly.stream()
        .filter(tables::containsKey)
        .forEach(
            table ->
                problems.add(
                    Problem.error(
                        Category.SOURCE,
                        "PUBLICATION-PARTIAL",
                        "publication "
                            + options.publication()
                            + " carries only some rows or columns of the table",
                        table.toString(),
                        "publish the whole table: ALTER PUBLICATION … DROP TABLE, then ADD TABLE"
                            + " without WHERE and without a list of columns")));
  }

  private void error(String code, String what, String remedy) {
    problems.add(Problem.error(Category.SOURCE, code, what, options.address(), remedy));
  }

  private void warning(String code, String what, String remedy) {
    problems.add(Problem.warning(Category.SOURCE, code, what, options.address(), remedy));
  }
}
