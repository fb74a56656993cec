package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The journal, and what operators want, as texts in documents. */
class JournalTest {
  private static final Instant NOON = Instant.parse("2024-05-31T12:00:00Z");

  private final InMemoryDocuments documents = new InMemoryDocuments();

  @Test
  void entriesAreNumberedInTheirOrderWhateverTheClockSays() {
    journal(NOON).add("ann", "pause", Map.of("reason", "a=b\\n\n\r and more"));
    journal(NOON.minusSeconds(3_600)).add("bob", "resume", Map.of());

    assertThat(journal(NOON).newest(10))
        .containsExactly(
            new Journal.Entry(2, NOON.minusSeconds(3_600), "bob", "resume", Map.of()),
            new Journal.Entry(1, NOON, "ann", "pause", Map.of("reason", "a=b\\n\n\r and more")));
  }

  @Test
  void onlyTheNewestAreKeptAndNumbersGoOn() {
    for (int i = 0; i < 8; i++) {
      journal(NOON).add("ann", "throttle", Map.of());
    }
    assertThat(numbers(journal(NOON).newest(100))).containsExactly(8L, 7L, 6L, 5L, 4L);
    assertThat(numbers(journal(NOON).newest(2))).containsExactly(8L, 7L);
  }

  @Test
  void pipelinesHaveJournalsOfTheirOwn() {
    journal(NOON).add("ann", "pause", Map.of());
    assertThat(new Journal(documents, "other", 5, InstantSource.fixed(NOON)).newest(5)).isEmpty();
  }

  @Test
  void whoeverAddsAtTheSameTimeGetsAnotherNumber() {
    LongStream.range(0, 40)
        .parallel()
        .forEach(
            i ->
                new Journal(documents, "shop", 100, InstantSource.fixed(NOON))
                    .add("ann" + i, "pause", Map.of()));
    assertThat(numbers(journal(NOON).newest(100))).doesNotHaveDuplicates().hasSize(40);
  }

  @Test
  void whatIsWantedIsReadBackAsItWasWritten() {
    DesiredStore wishes = new DesiredStore(documents, "shop");
    assertThat(wishes.read()).isEqualTo(Desired.RUN);

    Desired.Pause pause = new Desired.Pause(NOON, NOON.plusSeconds(60), "ann", "two\nlines");
    Desired wanted = new Desired(pause, new Desired.Throttle(0.5, 7));
    assertThat(wishes.change(before -> wanted)).isEqualTo(wanted);
    assertThat(wishes.read()).isEqualTo(wanted);

    wishes.change(before -> before.with(new Desired.Pause(NOON, null, "bob", null)));
    assertThat(wishes.read().pause()).isEqualTo(new Desired.Pause(NOON, null, "bob", null));
    assertThat(wishes.change(before -> Desired.RUN)).isEqualTo(wishes.read());
  }

  @Test
  void aChangeIsMadeToWhatSomebodyElseHasLeftMeanwhile() {
    DesiredStore wishes = new DesiredStore(documents, "shop");
    Desired.Throttle slow = new Desired.Throttle(10.0, null);
    Desired.Pause pause = new Desired.Pause(NOON, null, "ann", null);

    Desired after =
        wishes.change(
            before -> {
              if (before.throttle().equals(Desired.Throttle.AS_CONFIGURED)) {
                new DesiredStore(documents, "shop").change(other -> other.with(slow));
              }
              return before.with(pause);
            });
    assertThat(after).isEqualTo(new Desired(pause, slow)).isEqualTo(wishes.read());
  }

  private Journal journal(Instant now) {
    return new Journal(documents, "shop", 5, InstantSource.fixed(now));
  }

  private static List<Long> numbers(List<Journal.Entry> entries) {
    return entries.stream().map(Journal.Entry::number).toList();
  }
}
