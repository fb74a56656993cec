package dev.lockstep.source.debezium;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The thread that runs one engine. Debezium makes the offset store by its class's name, on this
 * thread, and hands it nothing but strings: so the thread carries what the store needs, and no
 * static state is left behind.
 */
final class EngineThread extends Thread {
  private final Supplier<Optional<ByteBuffer>> offset;

  EngineThread(Runnable engine, String name, Supplier<Optional<ByteBuffer>> offset) {
    super(engine, name);
    setDaemon(true);
    this.offset = offset;
  }

  Supplier<Optional<ByteBuffer>> offset() {
    return offset;
  }
}
