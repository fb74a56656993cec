package dev.lockstep.metrics;

/** What is read from the verification under way, or from the last one; cheap, never blocks. */
public interface VerifyReadings {

  /** Whether one is under way. */
  boolean running();

  /** Items compared whole. */
  double compared();

  /** Items of the target seen in the search for those that should not be there. */
  double scanned();

  /** Confirmed differences. */
  double findings();

  /** Keys of which it could not be told. */
  double unconfirmed();

  /** Rows read from the source. */
  double sourceRows();

  /** Read units consumed in the target. */
  double readUnits();
}
