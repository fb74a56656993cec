package dev.lockstep.verify;

import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A place at which two items differ. Shows values: for eyes that may see rows.
 *
 * @param path from the item down: {@code lines[2].product.name}
 * @param expected what the source says; absent if there should be nothing
 * @param stored what the target has; absent if there is nothing
 */
public record ValueDifference(String path, @Nullable Value expected, @Nullable Value stored) {

  /** The smallest places at which the attributes of two items differ, by name and position. */
  public static List<ValueDifference> between(
      Map<String, Value> expected, Map<String, Value> stored) {
    List<ValueDifference> differences = new ArrayList<>();
    compare("", expected, stored, differences);
    return List.copyOf(differences);
  }

  private static void compare(
      String path,
      Map<String, Value> expected,
      Map<String, Value> stored,
      List<ValueDifference> differences) {
    Set<String> names = new TreeSet<>(expected.keySet());
    names.addAll(stored.keySet());
    String prefix = path.isEmpty() ? "" : path + ".";
    for (String name : names) {
      compare(prefix + name, expected.get(name), stored.get(name), differences);
    }
  }

  private static void compare(
      String path,
      @Nullable Value expected,
      @Nullable Value stored,
      List<ValueDifference> differences) {
    if (expected != null && expected.equals(stored)) {
      return;
    }
    if (expected instanceof Value.MapOf wanted && stored instanceof Value.MapOf found) {
      compare(path, wanted.values(), found.values(), differences);
    } else if (expected instanceof Value.ListOf wanted && stored instanceof Value.ListOf found) {
      compare(path, wanted.values(), found.values(), differences);
    } else {
      differences.add(new ValueDifference(path, expected, stored));
    }
  }

  private static void compare(
      String path, List<Value> expected, List<Value> stored, List<ValueDifference> differences) {
    for (int i = 0; i < Math.max(expected.size(), stored.size()); i++) {
      Value wanted = i < expected.size() ? expected.get(i) : null;
      Value found = i < stored.size() ? stored.get(i) : null;
      compare(path + "[" + i + "]", wanted, found, differences);
    }
  }
}
