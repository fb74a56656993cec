package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.daemon.Standstill.State;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether nobody runs a pipeline is told by its lease, and not by anybody's clock. */
class StandstillTest {
  private static final Owner OWNER = new Owner("1", "the daemon on host a");
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(new SourcePosition("0/1"), new Version(0, 1, 0), 0);

  private Optional<PipelineRecord> record = Optional.of(record(3, 1, null));
  private long now;

  private static PipelineRecord record(long generation, long counter, @Nullable Owner owner) {
    return new PipelineRecord(generation, counter, owner, 0, CHECKPOINT, "streaming", Map.of());
  }

  private Standstill standstill() {
    return new Standstill(() -> record, Duration.ofSeconds(10), () -> now);
  }

  @Test
  void aReleasedPipelineStandsUntilADaemonTakesItUp() {
    Standstill standstill = standstill();
    assertThat(standstill.look().state()).isEqualTo(State.STANDS);
    assertThat(standstill.look().checkpoint()).isEqualTo(CHECKPOINT);
    record = Optional.of(record(4, 2, null));
    assertThat(standstill.look().state()).isEqualTo(State.MOVES);
  }

  @Test
  void whoRenewsRunsIt() {
    record = Optional.of(record(3, 1, OWNER));
    Standstill standstill = standstill();
    assertThat(standstill.look().state()).isEqualTo(State.UNCLEAR);
    record = Optional.of(record(3, 2, OWNER));
    assertThat(standstill.look().state()).isEqualTo(State.MOVES);
    assertThat(standstill.look().reason()).contains("host a");
  }

  @Test
  void whoDoesNotRenewForALeaseIsDead() {
    record = Optional.of(record(3, 1, OWNER));
    Standstill standstill = standstill();
    assertThat(standstill.look().state()).isEqualTo(State.UNCLEAR);
    now += Duration.ofSeconds(11).toNanos();
    assertThat(standstill.look().state()).isEqualTo(State.STANDS);
  }

  @Test
  void underItsOwnLeaseItStands() {
    record = Optional.of(record(4, 1, OWNER));
    Standstill standstill = standstill();
    standstill.heldAs(4);
    assertThat(standstill.look().state()).isEqualTo(State.STANDS);
  }

  @Test
  void whatNeverRanCannotBeTold() {
    record = Optional.empty();
    assertThat(standstill().look().state()).isEqualTo(State.MOVES);
  }
}
