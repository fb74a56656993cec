package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.config.Config;
import dev.lockstep.daemon.PipelineStatus.Lag;
import dev.lockstep.source.LogState;
import dev.lockstep.source.SourceStatus;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together how far the target is behind, from what the run knows and what the source says. */
final class LagReport {
  private final LagClock core;
  private final InstantSource clock;
  private final SourceWatch watch;

  LagReport(Config config, SourceWatch watch, InstantSource clock) {
    this.core = new LagClock(config.source().heartbeatInterval());
    this.watch = watch;
    this.clock = clock;
  }

  /** While the log is read. */
  Lag running(Run run, SourceStatus source) {
    double seconds =
        core.seconds(
            clock.instant(),
            run.ledger().oldestUnacknowledgedMicros(),
            run.ledger().newestMicros(),
            watch.isAtEnd(),
            true);
    Optional<LogState> log = watch.newest();
    return new Lag(
        seconds,
        run.captureSeconds(),
        known(source.sourceBytes(), log.map(LogState::behindBytes)),
        known(source.retainedBytes(), log.map(LogState::retainedBytes)),
        seconds == 0 ? Double.valueOf(0) : watch.drainSeconds());
  }

  /** While it is not: all that was committed after the checkpoint is missing. */
  Lag held(Checkpoint at) {
    Optional<LogState> log = watch.newest();
    double seconds =
        core.seconds(
            clock.instant(),
            Optional.empty(),
            Optional.of(at.commitMicros()),
            watch.isAtEnd(),
            false);
    return new Lag(
        seconds,
        null,
        known(-1, log.map(LogState::behindBytes)),
        known(-1, log.map(LogState::retainedBytes)),
        null);
  }

  private static @Nullable Long known(long bytes, Optional<Long> otherwise) {
    return bytes >= 0 ? Long.valueOf(bytes) : otherwise.filter(b -> b >= 0).orElse(null);
  }
}
