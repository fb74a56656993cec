package dev.lockstep.daemon;

import dev.lockstep.apply.KeyWatch;
import dev.lockstep.apply.WrittenKeys;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.Applied;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What a run of the pipeline in this process has applied. */
final class RunApplied implements Applied {
  private static final long POLL_MILLIS = 5;

  private final Run run;
  private final WrittenKeys written;

  RunApplied(Run run, WrittenKeys written) {
    this.run = run;
    this.written = written;
  }

  @Override
  public Optional<Set<ItemKey>> writtenSinceRight() {
    return written.sinceRight();
  }

  @Override
  public Optional<Item> ofKeptRows(ItemTypePlan type, RowKey root) {
    return type.isJoined() ? run.flow().itemOfKeptRows(type, root) : Optional.empty();
  }

  @Override
  public boolean await(Version version, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!run.isApplied(version)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }

  @Override
  public Watch watch(Collection<ItemKey> keys) {
    KeyWatch watch = run.applier().watch(keys);
    return new Watch() {
      @Override
      public boolean touched(ItemKey key) {
        return watch.touched(key);
      }

      @Override
      public void close() {
        watch.close();
      }
    };
  }

  @Override
  public String standing() {
    return "the pipeline did not apply in time what was committed before it was read: it is paused,"
        + " or behind";
  }
}
