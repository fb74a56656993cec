package dev.lockstep.daemon;

import dev.lockstep.verify.Verifications;
import java.util.Map;
import java.util.Optional;

/** What a cutover or a rehearsal stands on: the pipeline in this process, whatever it does. */
interface Ground {
  /** How it stands. */
  PipelineStatus status();

  /** What streams; empty while nothing does. */
  Optional<Run> streaming();

  Verifications verifications();

  /** Pauses the pipeline durably; does not wait. */
  void pause(String by, String reason);

  /** Lets it go on. */
  void resume(String by);

  /** Writes an entry into the journal. */
  void note(String by, String what, Map<String, String> details);

  /** Whether writes that a stranger's item stands in the way of are passed over. */
  void heals(boolean whether);

  /** The target has taken over, and nothing is left to do: what runs is to stop. */
  void cutOver();
}
