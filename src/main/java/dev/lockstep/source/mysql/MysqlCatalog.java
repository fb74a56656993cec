package dev.lockstep.source.mysql;

import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.LogState;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.SourceSnapshot;
import dev.lockstep.source.Spread;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.WaitingChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A MySQL database's tables and rows, by plain SQL. Thread-safe: one call at a time. */
public final class MysqlCatalog implements SourceCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(MysqlCatalog.class);

  private static final String KEEPING = "binlog_expire_logs_seconds";

  private final MysqlOptions options;
  private final MysqlAdmin admin;
  private final MysqlTables tables;

  /** Connects at the first call. */
  public MysqlCatalog(MysqlOptions options) {
    this.options = options;
    this.admin = new MysqlAdmin(options);
    this.tables = new MysqlTables(options, admin);
  }

  /**
   * The name of the data, which a replica that is promoted has too; where nobody could write one,
   * the server's. It is written at the first look, so that it never changes later.
   */
  @Override
  public synchronized String identity() {
    return ask(
        () -> {
          Optional<String> token = admin.token();
          if (token.isEmpty() && admin.heartbeat()) {
            token = admin.token();
          }
          String which = token.isPresent() ? token.get() : admin.serverUuid();
          return "mysql/" + options.database() + "/" + which;
        });
  }

  @Override
  public synchronized Map<TableId, SourceTable> describe(Map<TableId, List<String>> identities) {
    return ask(() -> tables.describe(identities));
  }

  @Override
  public synchronized List<TableId> tables() {
    return ask(tables::all);
  }

  @Override
  public synchronized Optional<LogState> log(Optional<Checkpoint> from) {
    return ask(() -> Optional.of(log(admin.binaryLogs(), from, admin.keptSeconds())));
  }

  /**
   * A file is kept for some time after its last transaction, which is no older than ours. What is
   * before the checkpoint is not kept for us.
   */
  private static LogState log(BinaryLogs logs, Optional<Checkpoint> from, long keptSeconds) {
    Optional<BinlogPosition> resumed =
        from.map(Checkpoint::position).map(MysqlPosition::of).map(MysqlPosition::binlog);
    long all = logs.files().stream().mapToLong(BinaryLogs.BinaryLog::bytes).sum();
    boolean lost = resumed.isPresent() && !logs.hold(resumed.get());
    Double left =
        from.isEmpty() || keptSeconds == 0
            ? null
            : Double.valueOf(keptSeconds - (now() - from.get().commitMicros()) / 1e6);
    long behind = resumed.map(logs::bytesAfter).orElse(-1L);
    return new LogState(
        all,
        behind,
        behind,
        new LogState.Limit(
            keptSeconds == 0
                ? KEEPING + " is 0: the disk of the server decides"
                : KEEPING + ", " + keptSeconds + " s",
            null,
            lost ? Double.valueOf(0) : left,
            null));
  }

  private static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  @Override
  public synchronized WaitingChanges waiting(
      Checkpoint from, Version through, Collection<TableId> which, int most) {
    MysqlPosition position = MysqlPosition.of(from.position());
    return ask(() -> new BinlogPeek(options, admin, which, most).waiting(position));
  }

  @Override
  public synchronized List<Problem> check(Map<TableId, TableNeeds> needs) {
    try {
      return new MysqlChecks(options, admin.session()).all(new TreeMap<>(needs));
    } catch (SQLException e) {
      return List.of(new MysqlFaults(options).classify(e).problem());
    }
  }

  @Override
  public synchronized List<TableStructure> structures(Collection<String> schemas) {
    return ask(() -> new MysqlStructures(options, admin.session()).structures(schemas));
  }

  @Override
  public SourceProbe probe(Duration statementTimeout) {
    return new MysqlProbe(options, statementTimeout);
  }

  @Override
  public synchronized Spread spread(TableId table, List<String> columns) {
    return ask(() -> new MysqlSpread(admin.session()).spread(table, columns));
  }

  @Override
  public void read(TableSchema schema, Consumer<Row> consumer) {
    ask(
        () -> {
          try (Connection connection = MysqlConnections.open(options)) {
            connection.setReadOnly(true);
            MysqlRows.<RuntimeException>read(connection, schema, consumer::accept);
          }
          return schema;
        });
  }

  @Override
  public SourceSnapshot snapshot(Collection<TableId> which) {
    return ask(() -> MysqlSnapshot.take(options, which));
  }

  /** Nothing is to be done: the log has the changes of all tables. */
  @Override
  public void publish(Collection<TableId> which) {}

  /**
   * The end of the log: all that is committed began before it. What is written then comes out of
   * the change stream with a version that is not lower; where nothing may be written, the engine's
   * own heartbeat does.
   */
  @Override
  public synchronized Version currentVersion() {
    return ask(
        () -> {
          BinlogPosition end = admin.requireStatus().position();
          boolean written = admin.heartbeat();
          LOG.debug("at {}, heartbeat: {}", end, written);
          return new Version(options.epoch(), end.toUnsigned(), 0);
        });
  }

  /**
   * A heartbeat behind it, or where nobody may write, the server's own sign of life: the reader
   * then tells how far it has read.
   */
  @Override
  public Version marker() {
    return currentVersion();
  }

  @Override
  public void execute(List<String> statements, Duration limit) {
    ask(
        () -> {
          MysqlConnections.execute(options, statements, limit);
          return statements.size();
        });
  }

  private interface Question<T> {
    T ask() throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw failure(options, e);
    }
  }

  static LockstepException failure(MysqlOptions options, SQLException e) {
    return new LockstepException(new MysqlFaults(options).classify(e).problem(), e);
  }

  @Override
  public synchronized void close() {
    admin.close();
  }
}
