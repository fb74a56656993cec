package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import dev.lockstep.verify.ScrubState.Open;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The differences that a scrub has confirmed, as long as nobody knows that they are gone: they are
 * looked at again now and then, and those that a whole pass did not find again are gone too. Keeps
 * so many, and counts those of the present pass that find no room. Thread-safe.
 */
final class OpenDifferences {
  private final int most;
  private final Map<ItemKey, Open> open = new LinkedHashMap<>();
  private long beyond;

  /**
   * @param most so many are kept
   */
  OpenDifferences(int most, List<Open> known) {
    this.most = most;
    known.forEach(each -> open.put(key(each.finding()), each));
  }

  private static ItemKey key(Finding finding) {
    return Objects.requireNonNull(finding.key(), "a scrub finds items, not rows");
  }

  /**
   * Takes a confirmed one.
   *
   * @return whether it was not known
   */
  synchronized boolean add(Finding finding, String now, long pass) {
    Open known = open.get(key(finding));
    if (known == null && open.size() >= most) {
      beyond++;
      return false;
    }
    open.put(key(finding), new Open(finding, known == null ? now : known.since(), pass));
    return known == null;
  }

  /** Some were looked at again, and are not there any more. */
  synchronized void gone(Collection<ItemKey> keys) {
    open.keySet().removeAll(Set.copyOf(keys));
  }

  /** A pass has ended: those that it did not find are gone. */
  synchronized void passed(long pass) {
    open.values().removeIf(each -> each.pass() < pass);
    beyond = 0;
  }

  synchronized long count() {
    return open.size() + beyond;
  }

  synchronized List<ItemKey> keys() {
    return List.copyOf(open.keySet());
  }

  synchronized List<Open> list() {
    return List.copyOf(open.values());
  }
}
