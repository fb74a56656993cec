package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.verify.ScrubState.Lane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A scrub goes along all lanes together, and each to its end once in a pass. */
class ScrubRoundTest {
  private static final int CHUNK = 10;

  /** What there really is: the estimate of one is far too low, of another there is none. */
  private final Map<String, Integer> rows = Map.of("large", 1_000, "grown", 300, "new", 25);

  private final ScrubRound round =
      new ScrubRound(
          List.of(Lane.start("large", false), Lane.start("grown", false), Lane.start("new", true)),
          Map.of("type large", 1_000L, "type grown", 30L));

  @Test
  void everyLaneComesToItsEndOnceAndThenThePassIsOver() {
    Map<String, Integer> seen = new HashMap<>();
    int looks = 0;
    while (round.next().isPresent()) {
      look(seen);
      looks++;
      assertThat(round.share()).isBetween(0.0, 1.0);
    }
    assertThat(seen).isEqualTo(rows);
    assertThat(looks).isLessThanOrEqualTo(101 + 31 + 3);
    assertThat(round.share()).isEqualTo(1);

    round.again();
    assertThat(round.share()).isZero();
    assertThat(round.next()).isPresent();
  }

  @Test
  void aSmallLaneIsNotKeptWaitingByALargeOne() {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      look(seen);
    }
    assertThat(seen.keySet()).containsExactlyInAnyOrder("large", "grown", "new");
  }

  @Test
  void itGoesOnWithTheLanesAsTheyWere() {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      look(seen);
    }
    ScrubState kept = new ScrubState("hash", 0, "then", null, round.lanes(), List.of());
    ScrubState read = VerifyJson.read(VerifyJson.compact(kept), ScrubState.class);
    assertThat(read).isEqualTo(kept);
    assertThat(new ScrubRound(read.lanes(), Map.of("type large", 1_000L, "type grown", 30L)).next())
        .isEqualTo(round.next());
  }

  private void look(Map<String, Integer> seen) {
    Lane lane = round.next().orElseThrow();
    int all = rows.getOrDefault(lane.name(), 0);
    int before = (int) lane.seen();
    int taken = Math.min(CHUNK, all - before);
    seen.merge(lane.name(), taken, Integer::sum);
    boolean atEnd = taken < CHUNK;
    round.took(
        lane.target()
            ? lane.pastItems(taken, null, atEnd)
            : lane.pastRows(taken, atEnd ? null : List.of("l" + (before + taken))));
  }
}
