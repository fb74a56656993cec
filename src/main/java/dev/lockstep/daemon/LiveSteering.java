package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Desired;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.problem.LockstepException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steering of a daemon: an order that it takes itself is obeyed at once, one that was left in
 * the control table when it is read there next.
 */
final class LiveSteering implements Steering, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveSteering.class);

  /** Entries of the journal that the status shows. */
  private static final int SHOWN = 5;

  private final StoredSteering stored;
  private final Helm helm;
  private final Runnable obeyed;
  private final String pipeline;
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lockstep-steering");
            thread.setDaemon(true);
            return thread;
          });
  private volatile List<Journal.Entry> newest = List.of();
  private boolean failing;

  /**
   * @param obeyed called when something else is wanted than before
   */
  LiveSteering(String pipeline, StoredSteering stored, Helm helm, Runnable obeyed) {
    this.pipeline = pipeline;
    this.stored = stored;
    this.helm = helm;
    this.obeyed = obeyed;
  }

  /**
   * Reads what is wanted, and goes on reading it.
   *
   * @throws LockstepException if the control table cannot be read
   */
  void start(Duration interval) {
    read();
    long nanos = interval.toNanos();
    var unused =
        reader.scheduleWithFixedDelay(this::readOrNote, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void readOrNote() {
    try {
      read();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        log.warn("{}: what is wanted could not be read: {}", pipeline, e.getMessage());
      }
      failing = true;
    }
  }

  private void read() {
    obey(stored.desired());
    newest = stored.journal(SHOWN);
  }

  private Desired obey(Desired wanted) {
    boolean other = !wanted.equals(helm.desired());
    helm.obey(wanted);
    if (other) {
      obeyed.run();
    }
    return wanted;
  }

  private Desired noted(Desired wanted) {
    obey(wanted);
    try {
      newest = stored.journal(SHOWN);
    } catch (LockstepException e) {
      log.debug("the journal is read again soon", e);
    }
    return wanted;
  }

  @Override
  public Desired desired() {
    return helm.desired();
  }

  @Override
  public Desired pause(String who, Pause order) {
    return noted(stored.pause(who, order));
  }

  @Override
  public Desired resume(String who) {
    return noted(stored.resume(who));
  }

  /** The pause's time is over. */
  void end(Desired.Pause over) {
    noted(stored.end(over));
  }

  @Override
  public Desired throttle(String who, Throttle order) {
    return noted(stored.throttle(who, order));
  }

  /** Writes an entry into the journal. */
  void note(String who, String what, Map<String, String> details) {
    stored.note(who, what, details);
    noted(desired());
  }

  @Override
  public List<Journal.Entry> journal(int most) {
    return stored.journal(most);
  }

  /** The newest entries as they were read last. */
  List<Journal.Entry> newest() {
    return newest;
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
