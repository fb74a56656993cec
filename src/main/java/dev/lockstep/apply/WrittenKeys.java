package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys were given a write since everything was last found right, as far as a bound lets them
 * be remembered. Whoever compares everything marks the moment before it begins, so that what is
 * written while it compares is remembered too. Thread-safe.
 */
public final class WrittenKeys {
  private final int most;
  private @Nullable Set<ItemKey> sinceRight;
  private @Nullable Set<ItemKey> sinceMark;

  /**
   * @param most how many are remembered; with more, none are
   */
  public WrittenKeys(int most) {
    this.most = most;
  }

  /** Writes are about to be made. */
  synchronized void given(List<ItemWrite> writes) {
    if (sinceRight != null || sinceMark != null) {
      writes.forEach(write -> add(write.key()));
    }
  }

  /** A key is about to be written to. */
  public synchronized void add(ItemKey key) {
    sinceRight = with(sinceRight, key);
    sinceMark = with(sinceMark, key);
  }

  private @Nullable Set<ItemKey> with(@Nullable Set<ItemKey> keys, ItemKey key) {
    return keys == null || (keys.add(key) && keys.size() > most) ? null : keys;
  }

  /**
   * Everything is about to be compared.
   *
   * @param underWay keys whose writes are not made yet
   */
  synchronized void mark(Collection<ItemKey> underWay) {
    sinceMark = underWay.size() > most ? null : new HashSet<>(underWay);
  }

  /** What was marked has found everything right. */
  public synchronized void right() {
    sinceRight = sinceMark;
    sinceMark = null;
  }

  /** What was marked has found something, or has not come to its end. */
  public synchronized void notRight() {
    sinceMark = null;
  }

  /** The keys since everything was last right; empty if that is not known. */
  public synchronized Optional<Set<ItemKey>> sinceRight() {
    return Optional.ofNullable(sinceRight).map(Set::copyOf);
  }

  /** How many are remembered. */
  public synchronized int size() {
    return Math.max(
        sinceRight == null ? 0 : sinceRight.size(), sinceMark == null ? 0 : sinceMark.size());
  }
}
