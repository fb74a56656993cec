package dev.lockstep.daemon;

import dev.lockstep.checkpoint.Desired;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.daemon.PipelineStatus.JournalEntry;
import dev.lockstep.daemon.PipelineStatus.Pause;
import dev.lockstep.daemon.PipelineStatus.Throttle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What operators have to do with how a pipeline stands, in the words of the status.
 *
 * @param owner of the lease that this process waits for; null if it does not wait
 */
record Operation(
    @Nullable String owner, @Nullable Pause pause, Throttle throttle, List<JournalEntry> journal) {
  /** Nothing is known yet. */
  static final Operation NONE = new Operation(null, null, Throttle.AS_CONFIGURED, List.of());

  static Operation of(@Nullable String owner, Desired desired, List<Journal.Entry> newest) {
    Desired.Throttle throttle = desired.throttle();
    return new Operation(
        owner,
        pause(desired.pause()),
        new Throttle(throttle.writeUnitsPerSecond(), throttle.maxInFlight()),
        newest.stream().map(JournalEntry::of).toList());
  }

  private static @Nullable Pause pause(Desired.@Nullable Pause pause) {
    return pause == null
        ? null
        : new Pause(
            pause.since().toString(),
            pause.until() == null ? null : pause.until().toString(),
            pause.who(),
            pause.reason());
  }
}
