package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.checkpoint.Desired;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A pause that ends by itself, on clocks that a test sets. */
class HelmTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Desired.Pause FOUR_HOURS =
      new Desired.Pause(NOON, NOON.plus(Duration.ofHours(4)), "ann", null);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
  private final PipelineEnd end = new PipelineEnd();
  private final InstantSource wallClock = wall::get;
  private final Helm helm = new Helm(end, nanos::get, wallClock);

  @Test
  void aPauseIsOverWhenItsTimeIsAndNotBefore() throws Exception {
    helm.obey(Desired.RUN.with(FOUR_HOURS));
    CompletableFuture<Desired.@Nullable Pause> over =
        CompletableFuture.supplyAsync(this::awaitResume);

    pass(Duration.ofHours(4).minusSeconds(1));
    assertThat(helm.pauseLeft()).contains(Duration.ofSeconds(1));
    assertThat(over).isNotDone();
    pass(Duration.ofSeconds(1));

    assertThat(over.get(10, TimeUnit.SECONDS)).isEqualTo(FOUR_HOURS);
  }

  @Test
  void aWallClockThatIsSetMeanwhileChangesNothing() throws Exception {
    helm.obey(Desired.RUN.with(FOUR_HOURS));

    wall.set(NOON.plus(Duration.ofDays(1)));
    helm.obey(Desired.RUN.with(FOUR_HOURS));
    assertThat(helm.pauseLeft()).contains(Duration.ofHours(4));

    wall.set(NOON.minus(Duration.ofDays(1)));
    helm.obey(Desired.RUN.with(FOUR_HOURS));
    assertThat(helm.pauseLeft()).contains(Duration.ofHours(4));
  }

  @Test
  void whoComesToAPauseLaterWaitsForWhatIsLeftOfIt() {
    wall.set(NOON.plus(Duration.ofHours(3)));
    helm.obey(Desired.RUN.with(FOUR_HOURS));
    assertThat(helm.pauseLeft()).contains(Duration.ofHours(1));
  }

  private Desired.@Nullable Pause awaitResume() {
    try {
      return helm.awaitResume();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    helm.wake();
  }
}
