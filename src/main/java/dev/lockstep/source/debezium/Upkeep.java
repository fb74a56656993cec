package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceStatus;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.source.postgres.Lsn;
import dev.lockstep.source.postgres.PostgresAdmin;
import dev.lockstep.source.postgres.SlotState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done beside the reading, at leisure: messages into the log, so that an idle source stays
 * fresh and its log small; figures for the status; and a watch on the engine. Driven by the
 * supervisor's thread; {@link #status} from any.
 */
final class Upkeep {
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(2);

  private final PostgresAdmin admin;
  private final Collection<TableId> tables;
  private final Supplier<Optional<SourcePosition>> durable;
  private final long heartbeatNanos;
  private final SilenceWatch watch;

  private long nextHeartbeat;
  private long nextStatus;
  private boolean started;
  private volatile @Nullable SlotState slot;
  private volatile Map<String, Long> estimatedRows = Map.of();

  Upkeep(
      PostgresAdmin admin,
      Collection<TableId> tables,
      Supplier<Optional<SourcePosition>> durable,
      Duration heartbeat,
      SilenceWatch watch) {
    this.admin = admin;
    this.tables = tables;
    this.durable = durable;
    this.heartbeatNanos = heartbeat.toNanos();
    this.watch = watch;
  }

  /** Reads the server's estimates, for the load's progress. */
  void estimate() throws SQLException {
    Map<String, Long> estimates = new HashMap<>();
    admin.estimatedRows(tables).forEach((table, rows) -> estimates.put(table.toString(), rows));
    estimatedRows = Map.copyOf(estimates);
  }

  /** Does what is due. */
  void tick(long now) throws SQLException {
    if (!started || now - nextHeartbeat >= 0) {
      watch.sent(admin.heartbeat());
      nextHeartbeat = now + heartbeatNanos;
    }
    if (!started || now - nextStatus >= 0) {
      SlotState state = admin.slot().orElse(null);
      slot = state;
      watch.observe(state, now);
      nextStatus = now + STATUS_INTERVAL.toNanos();
    }
    started = true;
  }

  SourceStatus status(
      boolean connected,
      @Nullable String position,
      long restarts,
      Held held,
      @Nullable Problem fault) {
    SlotState state = slot;
    return new SourceStatus(
        connected,
        position,
        state == null ? -1 : behind(state),
        state == null || state.restartLsn() == 0 ? -1 : state.currentLsn() - state.restartLsn(),
        restarts,
        held,
        estimatedRows,
        fault);
  }

  /** Before there is a durable position, the slot's own start stands for it. */
  private long behind(SlotState state) {
    long from = durable.get().map(Lsn::of).orElse(state.confirmedLsn());
    return from == 0 ? -1 : Math.max(0, state.currentLsn() - from);
  }
}
