package dev.lockstep.apply;

/** Write units a second that a table has been taking, over the last one or two seconds. */
final class UnitMeter {
  private static final long SECOND = 1_000_000_000L;

  /** Below this age a second says too little about its rate. */
  private static final long TELLING = SECOND / 5;

  private long secondStart;
  private double inSecond;
  private double perSecondBefore;

  void add(double units, long now) {
    roll(now);
    inSecond += units;
  }

  double perSecond(long now) {
    roll(now);
    long age = now - secondStart;
    return age < TELLING ? perSecondBefore : Math.max(perSecondBefore, inSecond * SECOND / age);
  }

  private void roll(long now) {
    long age = now - secondStart;
    if (age >= SECOND) {
      perSecondBefore = inSecond * SECOND / age;
      inSecond = 0;
      secondStart = now;
    }
  }
}
