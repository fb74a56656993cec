package dev.lockstep.daemon;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The lease that this daemon holds anyway while its pipeline is paused or cut over.
 *
 * @param stands whether it does
 * @param taken set as soon as something may be written
 */
record HeldLease(ControlSide control, BooleanSupplier stands, AtomicBoolean taken)
    implements StillLease {

  @Override
  public ControlSide take() {
    taken.set(true);
    return control;
  }

  @Override
  public boolean mayWrite() {
    return stands.getAsBoolean();
  }

  @Override
  public void close() {
    // It is the daemon's.
  }
}
