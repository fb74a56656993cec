package dev.lockstep.simulation;

import java.util.random.RandomGenerator;

/**
 * How bad the network and the store are.
 *
 * @param throttled share of attempts turned down for want of capacity
 * @param refused share of attempts turned down for another passing reason
 * @param lost share of attempts of which nobody learns what became
 * @param duplicated share of attempts that arrive twice
 * @param horizon how late a lost attempt may still arrive, nanoseconds
 */
public record Weather(
    double throttled, double refused, double lost, double duplicated, long horizon) {

  /** Weather of any kind. */
  public static Weather of(RandomGenerator random, long horizon) {
    double badness = random.nextInt(4) * 0.12;
    return new Weather(
        random.nextDouble() * badness,
        random.nextDouble() * badness / 3,
        random.nextDouble() * badness,
        0.1,
        horizon);
  }
}
