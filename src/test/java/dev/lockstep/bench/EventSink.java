package dev.lockstep.bench;

import org.apache.kafka.connect.data.Struct;

/** What a plain consumer does with one event. */
interface EventSink extends AutoCloseable {
  /** Does nothing: what the engine alone can do. */
  EventSink NOTHING = after -> {};

  /** Takes one row; has it stored on return. */
  void accept(Struct after);

  @Override
  default void close() {}
}
