package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was written since everything was right is remembered whole, or not at all. */
class WrittenKeysTest {
  private final WrittenKeys keys = new WrittenKeys(3);

  private static ItemKey key(int i) {
    return new ItemKey("t", new Value.Text("k" + i), null);
  }

  @Test
  void nothingIsKnownBeforeEverythingWasRight() {
    keys.add(key(1));
    assertThat(keys.sinceRight()).isEmpty();
  }

  @Test
  void whatIsUnderWayOrWrittenDuringTheComparisonBelongsToIt() {
    keys.add(key(1));
    keys.mark(List.of(key(2)));
    keys.add(key(3));
    keys.right();
    assertThat(keys.sinceRight()).contains(Set.of(key(2), key(3)));
  }

  @Test
  void aComparisonThatFindsSomethingLeavesTheOneBefore() {
    keys.mark(List.of());
    keys.right();
    keys.add(key(1));
    keys.mark(List.of());
    keys.add(key(2));
    keys.notRight();
    assertThat(keys.sinceRight()).contains(Set.of(key(1), key(2)));
  }

  @Test
  void tooMuchIsNotRememberedUntilEverythingWasRightAgain() {
    keys.mark(List.of());
    keys.right();
    for (int i = 0; i < 4; i++) {
      keys.add(key(i));
    }
    assertThat(keys.sinceRight()).isEmpty();
    keys.mark(List.of());
    keys.add(key(1));
    keys.right();
    assertThat(keys.sinceRight()).contains(Set.of(key(1)));
  }
}
