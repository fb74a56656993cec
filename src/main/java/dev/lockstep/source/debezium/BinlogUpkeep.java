package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.source.debezium.Database.EngineView;
import dev.lockstep.source.debezium.Database.Figures;
import dev.lockstep.source.mysql.BinaryLogs;
import dev.lockstep.source.mysql.BinlogPosition;
import dev.lockstep.source.mysql.MysqlAdmin;
import dev.lockstep.source.mysql.MysqlPosition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done beside the reading, at leisure: heartbeats, so that an idle source stays fresh;
 * figures for the status; and a watch on the engine. Driven by the supervisor's thread; {@link
 * #figures} from any.
 */
final class BinlogUpkeep {
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(2);

  /** The server sends what it has; what it has not sent cannot be told. */
  private static final long ALL = -1L;

  private final MysqlAdmin admin;
  private final Collection<TableId> tables;
  private final Supplier<Optional<SourcePosition>> durable;
  private final long heartbeatNanos;
  private final SilenceWatch watch = new SilenceWatch(SILENCE_LIMIT);

  private long nextHeartbeat;
  private long nextStatus;
  private boolean started;
  private @Nullable BinlogReader reader;
  private volatile Figures figures = new Figures(-1, -1, Map.of());

  BinlogUpkeep(
      MysqlAdmin admin,
      Collection<TableId> tables,
      Supplier<Optional<SourcePosition>> durable,
      Duration heartbeat) {
    this.admin = admin;
    this.tables = tables;
    this.durable = durable;
    this.heartbeatNanos = heartbeat.toNanos();
  }

  /** From now on this reader is watched. */
  void watch(BinlogReader other) {
    reader = other;
  }

  /** Reads the server's estimates, for the load's progress. */
  void estimate() throws SQLException {
    Map<String, Long> estimates = new HashMap<>();
    admin.estimatedRows(tables).forEach((table, rows) -> estimates.put(table.toString(), rows));
    figures = new Figures(-1, -1, Map.copyOf(estimates));
  }

  /** Does what is due. */
  void tick(long now, EngineView engine) throws SQLException {
    if (!started || now - nextHeartbeat >= 0) {
      BinlogPosition before = admin.requireStatus().position();
      if (admin.heartbeat()) {
        watch.sent(before.toUnsigned());
      }
      nextHeartbeat = now + heartbeatNanos;
    }
    if (!started || now - nextStatus >= 0) {
      watch.observe(true, ALL, engine, now);
      measure();
      nextStatus = now + STATUS_INTERVAL.toNanos();
    }
    started = true;
  }

  /** The server keeps what is before the checkpoint too, but not for us. */
  private void measure() throws SQLException {
    Optional<BinlogPosition> from = durable.get().map(MysqlPosition::of).map(MysqlPosition::binlog);
    BinaryLogs logs = admin.binaryLogs();
    long behind = from.map(logs::bytesAfter).orElse(-1L);
    figures = new Figures(behind, behind, figures.estimatedRows());
  }

  boolean isSilent() {
    BinlogReader watched = reader;
    return watch.isSilent() || (watched != null && watched.isCutOff());
  }

  Figures figures() {
    return figures;
  }
}
