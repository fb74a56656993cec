package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.config.Config;
import dev.lockstep.daemon.PipelineStatus.BudgetLevel;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.source.LogState;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.wiring.Wiring;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the source for its log now and then, over a connection of its own, whether the pipeline
 * reads or is paused; and says once when the pause budget gets worse or better.
 */
final class SourceWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SourceWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  private final Config config;
  private final Supplier<Optional<Checkpoint>> from;
  private final BudgetWatch core;
  private final ScheduledExecutorService asker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lockstep-source-watch");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable SourceCatalog catalog;
  private @Nullable BudgetLevel level;

  /**
   * @param from where a restart resumes
   */
  SourceWatch(Config config, Supplier<Optional<Checkpoint>> from) {
    this.config = config;
    this.from = from;
    this.core = new BudgetWatch(config.operating().pauseBudget());
  }

  void start() {
    var unused =
        asker.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void ask() {
    try {
      if (catalog == null) {
        catalog = Wiring.catalog(config);
      }
      catalog.log(from.get()).ifPresent(this::saw);
    } catch (RuntimeException e) {
      log.debug("the source was asked for its log in vain", e);
      forget();
    }
    tell(budget());
  }

  private void forget() {
    if (catalog != null) {
      catalog.close();
      catalog = null;
    }
  }

  private synchronized void saw(LogState state) {
    core.saw(state, System.nanoTime());
  }

  private void tell(PauseBudget budget) {
    BudgetLevel before = level;
    level = budget.level();
    if (before == level) {
      return;
    }
    String left = budget.seconds() == null ? "unknown" : Math.round(budget.seconds()) + " s";
    switch (budget.level()) {
      case ALARM ->
          log.error(
              "{}: ALARM: the source keeps what is not read yet for {} more ({})",
              config.pipeline(),
              left,
              budget.reason());
      case WARNING ->
          log.warn(
              "{}: the source keeps what is not read yet for {} more ({})",
              config.pipeline(),
              left,
              budget.reason());
      default -> {
        if (before == BudgetLevel.ALARM || before == BudgetLevel.WARNING) {
          log.info("{}: the source can wait again: {}", config.pipeline(), left);
        }
      }
    }
  }

  synchronized PauseBudget budget() {
    return core.budget(System.nanoTime());
  }

  synchronized Optional<LogState> newest() {
    return Optional.ofNullable(core.newest());
  }

  /** Whether the source says, now, that there is no log behind the checkpoint. */
  synchronized boolean isAtEnd() {
    LogState newest = core.newest();
    return newest != null && newest.behindBytes() == 0 && core.isFresh(System.nanoTime());
  }

  synchronized @Nullable Double drainSeconds() {
    return core.drainSeconds();
  }

  /** Ends without waiting for an answer that is under way. */
  @Override
  public void close() {
    asker.execute(this::forget);
    asker.shutdown();
  }
}
