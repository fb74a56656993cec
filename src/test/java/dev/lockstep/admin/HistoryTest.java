package dev.lockstep.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.daemon.PipelineStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final History history = new History();

  @Test
  void aSampleCountsWhatWasDonePerSecondSinceTheOneBefore() {
    PipelineStatus before = Scenes.streaming();
    history.add(NOON, before);

    History.Sample sample = history.add(NOON.plusSeconds(4), Scenes.later(before));

    assertThat(sample.changes()).isEqualTo(412 / 4.0);
    assertThat(sample.writes()).isEqualTo(405 / 4.0);
    assertThat(sample.lag()).isEqualTo(0.4);
    assertThat(sample.at()).isEqualTo(NOON.plusSeconds(4).toEpochMilli());
  }

  @Test
  void theFirstSampleHasNoRate() {
    assertThat(history.add(NOON, Scenes.streaming()).changes()).isZero();
  }

  @Test
  void aClockThatIsSetBackGivesNoRate() {
    PipelineStatus before = Scenes.streaming();
    history.add(NOON, before);

    assertThat(history.add(NOON.minusSeconds(60), Scenes.later(before)).changes()).isZero();
  }

  @Test
  void anHourIsKeptAndNoMore() {
    for (int i = 0; i <= History.MAX_SAMPLES; i++) {
      history.add(NOON.plus(History.INTERVAL.multipliedBy(i)), Scenes.streaming());
    }

    History.Kept kept = history.kept();

    assertThat(kept.samples()).hasSize(3_600 / 5);
    assertThat(kept.samples().get(0).at()).isEqualTo(NOON.plusSeconds(5).toEpochMilli());
    assertThat(history.newest()).isEqualTo(kept.samples().get(kept.samples().size() - 1));
  }
}
