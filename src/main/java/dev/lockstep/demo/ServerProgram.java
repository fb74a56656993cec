package dev.lockstep.demo;

import java.io.IOException;
import java.time.Duration;

/** The program of a database server: it runs and ends many times, on the same data and port. */
public interface ServerProgram {

  /** Starts it; it need not be ready yet. */
  void start() throws IOException, InterruptedException;

  /** Whether it has been started and has not ended. */
  boolean isAlive();

  /** What it told so far. */
  String log() throws IOException;

  /** Asks it to end, and waits until it has. Does nothing if it does not run. */
  void stop(Duration limit);

  /** Ends it at once. Does nothing if it does not run. */
  void kill();

  /** Ends it for good. */
  void discard(Duration limit);
}
