package dev.lockstep.verify;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the items that the source says with those that the target has. First take all expected
 * items, then all stored ones, in any order; then ask for the result. Holds the expected items in
 * memory. For one thread.
 *
 * <p>What is compared is the content: the bookkeeping attributes are not part of it, and a
 * tombstone counts as no item.
 */
public final class Comparison {
  private final int limit;
  private final Map<ItemKey, Map<String, Value>> expected = new HashMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private long found;
  private long matched;
  private long expectedItems;

  /**
   * @param limit how many differences are kept; all are counted
   */
  public Comparison(int limit) {
    this.limit = limit;
  }

  /** Takes an item that the source says should be there. */
  public void expect(Item item) {
    expectedItems++;
    if (expected.put(item.key(), item.attributes()) != null) {
      differ(new Difference.Ambiguous(item.key()));
    }
  }

  /** Takes an item that the target has. Each key once. */
  public void store(StoredItem stored) {
    if (stored.tombstone()) {
      return;
    }
    Map<String, Value> wanted = expected.remove(stored.item().key());
    if (wanted == null) {
      differ(new Difference.Extra(stored.item().key()));
    } else if (wanted.equals(stored.item().attributes())) {
      matched++;
    } else {
      differ(unequal(stored.item(), wanted));
    }
  }

  private static Difference unequal(Item stored, Map<String, Value> wanted) {
    Set<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(stored.attributes().keySet());
    names.removeIf(
        name -> wanted.containsKey(name) && wanted.get(name).equals(stored.attributes().get(name)));
    return new Difference.Unequal(stored.key(), List.copyOf(names));
  }

  private void differ(Difference difference) {
    found++;
    if (differences.size() < limit) {
      differences.add(difference);
    }
  }

  /** The verdict, when all stored items have been taken: what is still expected is missing. */
  public Verdict verdict() {
    expected.keySet().forEach(key -> differ(new Difference.Missing(key)));
    expected.clear();
    return new Verdict(expectedItems, matched, found, List.copyOf(differences));
  }
}
