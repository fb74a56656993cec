package dev.lockstep.apply;

import dev.lockstep.change.Version;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Port: sets items right that somebody else spoiled, whatever version they carry, a too new one
 * included. So it cannot ask whether its own version is newer, as every other write does ({@link
 * ItemStore}); it asks whether exactly what was read still stands. Thread-safe.
 */
public interface ItemMending extends AutoCloseable {

  /**
   * One attempt. {@link WriteOutcome.Superseded} says that something else stands by now, and
   * nothing was written. Does not block.
   */
  CompletableFuture<WriteOutcome> mend(Mend mend);

  @Override
  void close();

  /**
   * A write that depends on what was read.
   *
   * @param standing what was read
   * @param content what is to be there; absent if nothing is
   * @param version that it gets; lower than the one that stands, if that is a stranger's
   * @param commitMicros commit time, microseconds since the epoch
   */
  record Mend(
      ItemKey key, Standing standing, @Nullable Item content, Version version, long commitMicros) {}

  /** What stood under a key when it was read, as far as that decides about a write. */
  sealed interface Standing {}

  /** No item. */
  record Nothing() implements Standing {}

  /** An item without a version. */
  record Unversioned() implements Standing {}

  /**
   * An item with a version, a tombstone included.
   *
   * @param version what stands in {@code _v}, whatever it is
   */
  record Versioned(Value version) implements Standing {}
}
