package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.verify.Finding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scrub has found is open as long as nobody knows that it is gone. */
class OpenDifferencesTest {
  private final OpenDifferences open = new OpenDifferences(2, List.of());

  @Test
  void itIsNewOnceAndKeepsTheTimeOfItsFirstSight() {
    assertThat(open.add(missing("a"), "monday", 0)).isTrue();
    assertThat(open.add(missing("a"), "tuesday", 1)).isFalse();
    assertThat(open.list())
        .singleElement()
        .satisfies(it -> assertThat(it.since()).isEqualTo("monday"));
  }

  @Test
  void whatAPassDidNotFindAgainIsGoneAndSoIsWhatWasSeenToBeRight() {
    open.add(missing("a"), "monday", 0);
    open.add(missing("b"), "monday", 1);
    open.passed(1);
    assertThat(open.keys()).containsExactly(key("b"));
    open.gone(open.keys());
    assertThat(open.count()).isZero();
  }

  @Test
  void thoseThatFindNoRoomAreCountedForTheirPass() {
    for (String name : List.of("a", "b", "c", "d")) {
      open.add(missing(name), "monday", 0);
    }
    assertThat(open.count()).isEqualTo(4);
    assertThat(open.list()).hasSize(2);
    open.passed(0);
    assertThat(open.count()).isEqualTo(2);
  }

  private static Finding missing(String name) {
    return new Finding(Kind.MISSING, "type", key(name), null, null, null, List.of(), null);
  }

  private static ItemKey key(String name) {
    return new ItemKey("shop", new Value.Text(name), null);
  }
}
