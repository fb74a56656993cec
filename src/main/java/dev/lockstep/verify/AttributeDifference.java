package dev.lockstep.verify;

import org.jspecify.annotations.Nullable;

/**
 * A place at which an item differs, fit to be shown.
 *
 * @param path from the item down: {@code lines[2].product.name}
 * @param expected what the source says; absent if there should be nothing
 * @param stored what the target has; absent if there is nothing
 */
public record AttributeDifference(String path, @Nullable Shown expected, @Nullable Shown stored) {

  /**
   * A value as it is shown.
   *
   * @param type DynamoDB's name of its type: {@code S}, {@code N}, {@code M}, …
   * @param text the value: of a text, number or truth value itself, of others its JSON; long ones
   *     are cut off with {@code …}. Absent if it is masked
   */
  public record Shown(String type, @Nullable String text) {

    /** Whether the value must not be shown. */
    public boolean masked() {
      return text == null;
    }
  }

  /** Whether the types differ, whatever the values are. */
  public boolean isOfType() {
    return expected != null && stored != null && !expected.type().equals(stored.type());
  }
}
