package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.source.debezium.Database.EngineView;
import dev.lockstep.source.debezium.Database.Figures;
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
 * supervisor's thread; {@link #figures} from any.
 */
final class PostgresUpkeep {
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(60);
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(2);

  private final PostgresAdmin admin;
  private final Collection<TableId> tables;
  private final Supplier<Optional<SourcePosition>> durable;
  private final long heartbeatNanos;
  private final SilenceWatch watch = new SilenceWatch(SILENCE_LIMIT);

  private long nextHeartbeat;
  private long nextStatus;
  private boolean started;
  private volatile @Nullable SlotState slot;
  private volatile Map<String, Long> estimatedRows = Map.of();

  PostgresUpkeep(
      PostgresAdmin admin,
      Collection<TableId> tables,
      Supplier<Optional<SourcePosition>> durable,
      Duration heartbeat) {
    this.admin = admin;
    this.tables = tables;
    this.durable = durable;
    this.heartbeatNanos = heartbeat.toNanos();
  }

  /** Reads the server's estimates, for the load's progress. */
  void estimate() throws SQLException {
    Map<String, Long> estimates = new HashMap<>();
    admin.estimatedRows(tables).forEach((table, rows) -> estimates.put(table.toString(), rows));
    estimatedRows = Map.copyOf(estimates);
  }

  /** Does what is due. */
  void tick(long now, EngineView engine) throws SQLException {
    if (!started || now - nextHeartbeat >= 0) {
      watch.sent(admin.heartbeat());
      nextHeartbeat = now + heartbeatNanos;
    }
    if (!started || now - nextStatus >= 0) {
      SlotState state = admin.slot().orElse(null);
      slot = state;
      boolean read = state != null && state.active();
      watch.observe(read, state == null ? 0 : state.sentLsn(), engine, now);
      nextStatus = now + STATUS_INTERVAL.toNanos();
    }
    started = true;
  }

  boolean isSilent() {
    return watch.isSilent();
  }

  Figures figures() {
    SlotState state = slot;
    return new Figures(
        state == null ? -1 : behind(state),
        state == null || state.restartLsn() == 0 ? -1 : state.currentLsn() - state.restartLsn(),
        estimatedRows);
  }

  /** Before there is a durable position, the slot's own start stands for it. */
  private long behind(SlotState state) {
    long from = durable.get().map(Lsn::of).orElse(state.confirmedLsn());
    return from == 0 ? -1 : Math.max(0, state.currentLsn() - from);
  }
}
