package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.postgres.PostgresCatalog;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.TestDatabase;
import dev.lockstep.testing.servers.PostgresRules;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** PostgreSQL. */
final class PostgresUnderTest extends SourceUnderTest {
  private static final String WRONG_PASSWORD = "28P01";

  private final TestDatabase database;
  private final PostgresOptions options;

  PostgresUnderTest(TestDatabase database) {
    this(database, database.options(folder(database)));
  }

  private PostgresUnderTest(TestDatabase database, PostgresOptions options) {
    this.database = database;
    this.options = options;
  }

  private static Path folder(TestDatabase database) {
    return database.server().dir().resolveSibling("reader-of-" + database.name());
  }

  @Override
  Connection connect() throws SQLException {
    return database.connect();
  }

  @Override
  TableId table(String name) {
    return new TableId("public", name);
  }

  @Override
  DebeziumSource source(Map<TableId, TableNeeds> needs) {
    return DebeziumSource.of(options, needs);
  }

  @Override
  SourceCatalog catalog() {
    return new PostgresCatalog(options);
  }

  @Override
  SourceUnderTest as(String user, String password) {
    return new PostgresUnderTest(database, database.options(folder(database), user, password));
  }

  @Override
  SourceUnderTest named(String name) {
    return with(name, options.limits().maxTransactionChanges());
  }

  @Override
  SourceUnderTest withTransactions(int changes) {
    return with(options.database(), changes);
  }

  private SourceUnderTest with(String name, int changes) {
    return new PostgresUnderTest(
        database,
        new PostgresOptions(
            options.host(),
            options.port(),
            name,
            options.user(),
            options.password(),
            options.tls(),
            options.slot(),
            options.publication(),
            options.epoch(),
            options.limits().withTransaction(changes, options.limits().maxTransactionBytes()),
            options.spillDir(),
            options.debezium()));
  }

  /** The server lets everybody in without a password, so this one has to be told apart. */
  @Override
  void createUser(String name, String password) throws Exception {
    execute(
        PostgresRules.before("host all " + name + " all scram-sha-256"),
        "CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'",
        "SELECT pg_reload_conf()");
    Reading.awaitTrue(() -> isRefused(name));
  }

  private boolean isRefused(String user) {
    String url = "jdbc:postgresql://localhost:" + options.port() + "/" + options.database();
    try (Connection connection = DriverManager.getConnection(url, user, "a wrong one")) {
      return connection.isClosed();
    } catch (SQLException e) {
      return WRONG_PASSWORD.equals(e.getSQLState());
    }
  }

  @Override
  String numbers(int count) {
    return "generate_series(1, " + count + ") numbers (i)";
  }

  @Override
  String quoted(String name) {
    return '"' + name + '"';
  }

  @Override
  void logWholeRows(String table) throws SQLException {
    execute("ALTER TABLE " + table + " REPLICA IDENTITY FULL");
  }

  @Override
  void cutReader() throws SQLException {
    text(
        "SELECT count(pg_terminate_backend(active_pid)) FROM pg_replication_slots"
            + " WHERE slot_name = '"
            + options.slot()
            + "' AND active");
  }

  @Override
  void cutAll() throws SQLException {
    text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '"
            + options.database()
            + "' AND pid <> pg_backend_pid()");
  }

  /** Sessions that are open stay as they are. */
  @Override
  void fence() throws SQLException {
    execute("ALTER DATABASE " + options.database() + " SET default_transaction_read_only = on");
  }

  @Override
  void unfence() throws SQLException {
    execute(
        "SET default_transaction_read_only = off",
        "ALTER DATABASE " + options.database() + " RESET default_transaction_read_only");
  }

  @Override
  void stopServer() {
    database.server().stop();
  }

  @Override
  void startServer() {
    database.server().start();
  }
}
