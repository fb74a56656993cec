package dev.lockstep.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongTableTest {

  @Test
  void holdsWhatAMapHolds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    LongTable table = new LongTable(10_000);
    Map<Long, Long> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long key = Hash64.add(Hash64.SEED, (long) random.nextInt(5_000));
      if (random.nextInt(4) == 0) {
        table.remove(key);
        model.remove(key);
      } else {
        table.put(key, i + 1L);
        model.put(key, i + 1L);
      }
    }
    for (long n = 0; n < 5_000; n++) {
      long key = Hash64.add(Hash64.SEED, n);
      assertThat(table.get(key))
          .as("seed %d, key %d", seed, n)
          .isEqualTo(model.getOrDefault(key, 0L));
    }
  }

  @Test
  void refusesANewKeyAtItsLimitAndStillTakesOldOnes() {
    LongTable table = new LongTable(2);

    assertThat(table.put(1, 10)).isTrue();
    assertThat(table.put(2, 20)).isTrue();
    assertThat(table.put(3, 30)).isFalse();
    assertThat(table.put(2, 21)).isTrue();
    assertThat(table.get(3)).isZero();
    assertThat(table.get(2)).isEqualTo(21);
  }

  @Test
  void textsThatJavasOwnHashConfusesAreToldApart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(Hash64.add(Hash64.SEED, "Aa")).isNotEqualTo(Hash64.add(Hash64.SEED, "BB"));
  }

  @Test
  void longKeysOfARowAreToldApartToTheirEnd() {
    TableId table = new TableId("public", "t");
    String head = "x".repeat(100);

    assertThat(Hash64.of(new RowKey(table, head + "1")))
        .isNotEqualTo(Hash64.of(new RowKey(table, head + "2")));
  }
}
