package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.demo.MysqlServer;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.mysql.MysqlCatalog;
import dev.lockstep.source.mysql.MysqlDatabase;
import dev.lockstep.source.mysql.MysqlOptions;
import dev.lockstep.source.mysql.UnloggedRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MySQL. */
final class MysqlUnderTest extends SourceUnderTest {
  private static final int NO_SUCH_THREAD = 1094;

  private final MysqlDatabase database;
  private final MysqlServer server;
  private final MysqlOptions options;

  MysqlUnderTest(MysqlDatabase database) {
    this(database, database.server(), database.options(folder(database)));
  }

  private MysqlUnderTest(MysqlDatabase database, MysqlServer server, MysqlOptions options) {
    this.database = database;
    this.server = server;
    this.options = options;
  }

  private static Path folder(MysqlDatabase database) {
    return database.server().dir().resolve("reader-of-" + database.name());
  }

  MysqlOptions options() {
    return options;
  }

  @Override
  Connection connect() throws SQLException {
    return server.connect(database.name());
  }

  @Override
  TableId table(String name) {
    return database.table(name);
  }

  @Override
  DebeziumSource source(Map<TableId, TableNeeds> needs) {
    return DebeziumSource.of(options, needs);
  }

  @Override
  SourceCatalog catalog() {
    return new MysqlCatalog(options);
  }

  @Override
  MysqlUnderTest as(String user, String password) {
    return new MysqlUnderTest(database, server, database.options(folder(database), user, password));
  }

  @Override
  MysqlUnderTest named(String name) {
    return with(name, options.epoch(), options.limits().maxTransactionChanges());
  }

  @Override
  MysqlUnderTest withTransactions(int changes) {
    return with(options.database(), options.epoch(), changes);
  }

  MysqlUnderTest withEpoch(int epoch) {
    return with(options.database(), epoch, options.limits().maxTransactionChanges());
  }

  MysqlUnderTest with(UnloggedRows unloggedRows) {
    return new MysqlUnderTest(database, server, options.withUnloggedRows(unloggedRows));
  }

  /** The same database on another server; the reader's files stay where they are. */
  MysqlUnderTest on(MysqlServer other) {
    return with(
        other, options.database(), options.epoch(), options.limits().maxTransactionChanges());
  }

  private MysqlUnderTest with(String name, int epoch, int changes) {
    return with(server, name, epoch, changes);
  }

  private MysqlUnderTest with(MysqlServer on, String name, int epoch, int changes) {
    return new MysqlUnderTest(
        database,
        on,
        new MysqlOptions(
            on.host(),
            on.port(),
            name,
            options.user(),
            options.password(),
            options.tls(),
            options.serverId(),
            options.unloggedRows(),
            options.pipeline(),
            epoch,
            options.limits().withTransaction(changes, options.limits().maxTransactionBytes()),
            options.spillDir(),
            options.schemaHistory(),
            options.debezium()));
  }

  @Override
  void createUser(String name, String password) throws SQLException {
    execute("CREATE USER " + name + " IDENTIFIED BY '" + password + "'");
  }

  @Override
  String numbers(int count) {
    return "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        + count
        + ") SELECT i FROM n) numbers";
  }

  @Override
  String quoted(String name) {
    return '`' + name + '`';
  }

  /** It always does. */
  @Override
  void logWholeRows(String table) {}

  @Override
  void cutReader() throws SQLException {
    kill("COMMAND LIKE 'Binlog Dump%'");
  }

  @Override
  void cutAll() throws SQLException {
    kill("ID <> CONNECTION_ID() AND USER NOT LIKE '%system%' AND USER <> 'event_scheduler'");
  }

  private void kill(String which) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String id : threads(statement, which)) {
        kill(statement, id);
      }
    }
  }

  private static List<String> threads(Statement statement, String which) throws SQLException {
    List<String> ids = new ArrayList<>();
    String sql = "SELECT ID FROM information_schema.PROCESSLIST WHERE " + which;
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  /** It may have ended by itself. */
  private static void kill(Statement statement, String id) throws SQLException {
    try {
      statement.execute("KILL " + id);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_THREAD) {
        throw e;
      }
    }
  }

  @Override
  void fence() throws SQLException {
    execute("SET GLOBAL super_read_only = ON");
  }

  @Override
  void unfence() throws SQLException {
    execute("SET GLOBAL super_read_only = OFF", "SET GLOBAL read_only = OFF");
  }

  @Override
  void stopServer() {
    server.stop();
  }

  @Override
  void startServer() {
    server.start();
  }
}
