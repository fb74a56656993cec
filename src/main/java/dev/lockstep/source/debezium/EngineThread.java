package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The thread that runs one engine. Debezium makes the offset store by its class's name, on this
 * thread, and hands it nothing but strings: so the thread carries what the store needs, and no
 * static state is left behind.
 */
final class EngineThread extends Thread {
  private final Supplier<Optional<SourcePosition>> durable;

  EngineThread(Runnable engine, String name, Supplier<Optional<SourcePosition>> durable) {
    super(engine, name);
    setDaemon(true);
    this.durable = durable;
  }

  Supplier<Optional<SourcePosition>> durable() {
    return durable;
  }
}
