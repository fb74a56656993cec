package dev.lockstep.metrics;

/** What is read from the scrub of a pipeline; cheap, never blocks. */
public interface ScrubReadings {

  /** Whether it looks at items now, and does not stand down. */
  boolean working();

  /** Confirmed differences that are not known to be gone. */
  double differences();

  /** When it last went through everything, seconds since 1970; 0 if it never did. */
  double passEnded();

  /** How much of the present pass is done, 0 to 1. */
  double share();

  /** Items looked at. */
  double items();

  /** Items of which it could not be told. */
  double unconfirmed();

  /** Rows read from the source. */
  double sourceRows();

  /** Read units consumed in the target. */
  double readUnits();
}
