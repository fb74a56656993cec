package dev.lockstep.daemon;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.verify.Applied;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * What a pipeline that nobody runs had applied when it stopped: all up to its checkpoint, and
 * nothing more. Where the source has not moved since, that is everything.
 *
 * @param checkpoint absent if the load was not completed
 */
record StoppedApplied(Optional<Version> checkpoint) implements Applied {

  @Override
  public boolean await(Version version, Duration limit) {
    return checkpoint.filter(applied -> applied.compareTo(version) >= 0).isPresent();
  }

  @Override
  public Watch watch(Collection<ItemKey> keys) {
    return new Watch() {
      @Override
      public boolean touched(ItemKey key) {
        return false;
      }

      @Override
      public void close() {
        // Nobody writes, so nothing is noted.
      }
    };
  }

  @Override
  public String standing() {
    return checkpoint.isPresent()
        ? "no daemon applies changes, and the source has gone on since the checkpoint "
            + checkpoint.get()
            + ": run the pipeline to know"
        : "the load is not complete";
  }
}
