package dev.lockstep.apply;

import java.util.random.RandomGenerator;

/**
 * A real applier without its thread: the caller says when it may work. Whoever submits to it more
 * than it has room for, or waits for it, waits for ever.
 */
public final class DrivenApplier {
  private final Dispatcher dispatcher;
  private final Applier applier;

  /** A new applier; the ticker may stand still. */
  public DrivenApplier(
      ItemStore store,
      ApplyOptions options,
      ApplyListener listener,
      BadRows badRows,
      Ticker ticker,
      RandomGenerator random) {
    dispatcher = new Dispatcher(store, options, listener, badRows, ticker, random);
    applier = new Applier(dispatcher);
  }

  /** The applier itself. */
  public Applier applier() {
    return applier;
  }

  /** Does what can be done now. */
  public void work() {
    dispatcher.pump();
  }

  /** When it wants to work next by time alone, on the ticker; {@link Long#MAX_VALUE} if never. */
  public long nextAlarm() {
    return dispatcher.nextAlarm();
  }
}
