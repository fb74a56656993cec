package dev.lockstep.cli;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.Value;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * An item as an outline: each value beside its name; what maps and lists of maps hold below theirs,
 * a deeper step each.
 */
final class ItemOutline {
  private static final String STEP = "  ";
  private static final String BULLET = "- ";

  private final BiConsumer<String, String> line;

  /**
   * @param line takes an indented name and its value, empty where what it holds follows
   */
  ItemOutline(BiConsumer<String, String> line) {
    this.line = line;
  }

  /** The key first, then the attributes by name, then the bookkeeping. */
  void print(StoredItem stored) {
    line.accept("(key)", stored.item().key().toString());
    inner("", stored.item().attributes());
    line.accept(Bookkeeping.VERSION, String.valueOf(stored.version()));
    line.accept(Bookkeeping.COMMIT_TIME, String.valueOf(stored.commitMicros()));
  }

  private void print(String lead, String name, Value value) {
    if (isFilled(value)) {
      line.accept(lead + name, "");
      inner(" ".repeat(lead.length()) + STEP, ((Value.MapOf) value).values());
    } else if (isListOfMaps(value)) {
      line.accept(lead + name, "");
      String inside = " ".repeat(lead.length());
      ((Value.ListOf) value).values().forEach(element -> element(inside, (Value.MapOf) element));
    } else {
      line.accept(lead + name, ItemText.text(value));
    }
  }

  private void inner(String lead, Map<String, Value> values) {
    new TreeMap<>(values).forEach((name, value) -> print(lead, name, value));
  }

  // The bullet is before the first name, the others are below it.
  private void element(String lead, Value.MapOf element) {
    TreeMap<String, Value> rest = new TreeMap<>(element.values());
    Map.Entry<String, Value> first = rest.pollFirstEntry();
    print(lead + BULLET, first.getKey(), first.getValue());
    inner(lead + STEP, rest);
  }

  private static boolean isFilled(Value value) {
    return value instanceof Value.MapOf map && !map.values().isEmpty();
  }

  private static boolean isListOfMaps(Value value) {
    return value instanceof Value.ListOf list
        && !list.values().isEmpty()
        && list.values().stream().allMatch(ItemOutline::isFilled);
  }
}
