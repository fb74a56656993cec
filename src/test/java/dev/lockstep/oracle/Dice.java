package dev.lockstep.oracle;

import java.util.List;
import java.util.Random;

/** Random decisions. */
record Dice(Random random) {

  Dice(long seed) {
    this(new Random(seed));
  }

  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  /** 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
