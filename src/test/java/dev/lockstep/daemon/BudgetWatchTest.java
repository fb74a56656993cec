package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.config.OperatingConfig;
import dev.lockstep.config.Size;
import dev.lockstep.daemon.PipelineStatus.BudgetLevel;
import dev.lockstep.daemon.PipelineStatus.PauseBudget;
import dev.lockstep.source.LogState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long the source can wait, and how far the target is behind, reckoned with given clocks. */
class BudgetWatchTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);
  private static final LagClock LAG = new LagClock(Duration.ofSeconds(5));

  private final BudgetWatch watch = watch(null);

  private static BudgetWatch watch(@Nullable Size maxLog) {
    return new BudgetWatch(
        new OperatingConfig.PauseBudget(Duration.ofHours(1), Duration.ofMinutes(10), maxLog));
  }

  @Test
  void whatIsLeftLastsByTheRateOfTheLog() {
    sees(watch, 0, 0, bytes(20_000L));
    sees(watch, 10, 1_000, bytes(360_000L));

    PauseBudget budget = watch.budget(at(10));
    assertThat(budget.bytesPerSecond()).isEqualTo(100);
    assertThat(budget.seconds()).isEqualTo(3_600);
    assertThat(budget.level()).isEqualTo(BudgetLevel.GOOD);
    assertThat(watch.budget(at(11)).seconds()).isEqualTo(3_599);
    assertThat(watch.budget(at(11)).level()).isEqualTo(BudgetLevel.WARNING);
    assertThat(watch.budget(at(10 + 3_001)).level()).isEqualTo(BudgetLevel.ALARM);
  }

  @Test
  void aLostLogIsAnAlarmWhateverTheRate() {
    sees(watch, 0, 0, bytes(0L));
    assertThat(watch.budget(at(0)).seconds()).isZero();
    assertThat(watch.budget(at(0)).level()).isEqualTo(BudgetLevel.ALARM);
  }

  @Test
  void timeThatIsLeftCountsWithoutARate() {
    sees(watch, 0, 0, new LogState.Limit("expiry", null, 1_800.0, null));
    assertThat(watch.budget(at(0)).seconds()).isEqualTo(1_800);
    assertThat(watch.budget(at(0)).level()).isEqualTo(BudgetLevel.WARNING);
  }

  @Test
  void withoutALimitItIsUnknownUnlessTheOperatorNamesOne() {
    LogState.Limit none = new LogState.Limit("unlimited", null, null, null);
    sees(watch, 0, 0, none);
    assertThat(watch.budget(at(0)).level()).isEqualTo(BudgetLevel.UNKNOWN);

    BudgetWatch told = watch(Size.parse("1MiB"));
    sees(told, 0, 0, none);
    sees(told, 1, 1_024, none);
    PauseBudget budget = told.budget(at(1));
    assertThat(budget.reason()).isEqualTo("pause-budget.max-log");
    assertThat(budget.seconds()).isEqualTo((1_048_576 - 500) / 1_024.0);
  }

  @Test
  void aLogThatDoesNotGrowIsGoodAndBeforeAnythingWasSaidNothingIsKnown() {
    assertThat(watch.budget(at(0)).level()).isEqualTo(BudgetLevel.UNKNOWN);
    sees(watch, 0, 7, bytes(10L));
    sees(watch, 5, 7, bytes(10L));
    assertThat(watch.budget(at(5)).seconds()).isNull();
    assertThat(watch.budget(at(5)).level()).isEqualTo(BudgetLevel.GOOD);
  }

  @Test
  void catchingUpIsReckonedByHowFastItShrinks() {
    watch.saw(new LogState(0, 1_000, 0, bytes(null)), at(0));
    assertThat(watch.drainSeconds()).isNull();
    watch.saw(new LogState(100, 600, 0, bytes(null)), at(4));
    assertThat(watch.drainSeconds()).isEqualTo(6);
    watch.saw(new LogState(200, 1_200, 0, bytes(null)), at(8));
    assertThat(watch.drainSeconds()).isNull();
  }

  @Test
  void lagIsTheAgeOfWhatIsNotAcknowledged() {
    assertThat(LAG.seconds(NOW, micros(990), micros(999), false, true)).isEqualTo(10);
    assertThat(LAG.seconds(NOW, micros(2_000), micros(2_000), false, true)).isZero();
  }

  @Test
  void asLongAsHeartbeatsComeNothingUnreadIsMissing() {
    assertThat(LAG.seconds(NOW, Optional.empty(), micros(995), false, true)).isZero();
    assertThat(LAG.seconds(NOW, Optional.empty(), micros(985), false, true)).isZero();
  }

  @Test
  void whenTheyStopItCountsFromTheLastOneAndInAPauseAtOnce() {
    assertThat(LAG.seconds(NOW, Optional.empty(), micros(984), false, true)).isEqualTo(16);
    assertThat(LAG.seconds(NOW, Optional.empty(), micros(999), false, false)).isEqualTo(1);
    assertThat(LAG.seconds(NOW, Optional.empty(), micros(900), true, false)).isZero();
    assertThat(LAG.seconds(NOW, Optional.empty(), Optional.empty(), false, true)).isZero();
  }

  private static Optional<Long> micros(long second) {
    return Optional.of(TimeUnit.SECONDS.toMicros(second));
  }

  private static LogState.Limit bytes(@Nullable Long left) {
    return new LogState.Limit("size", left, null, null);
  }

  private static void sees(BudgetWatch watch, long second, long end, LogState.Limit limit) {
    watch.saw(new LogState(end, 100, 500, limit), at(second));
  }

  private static long at(long second) {
    return TimeUnit.SECONDS.toNanos(second);
  }
}
