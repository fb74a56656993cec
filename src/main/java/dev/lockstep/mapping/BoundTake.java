package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.item.Value;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is taken from a looked-up row, bound to one shape of the row that looks up. */
final class BoundTake implements BoundValue {
  private final int[] presence;
  private final int[] places;
  private final Taking taking;

  @FunctionalInterface
  private interface Taking {
    @Nullable Value of(Row row);
  }

  private BoundTake(int[] presence, int[] places, Taking taking) {
    this.presence = presence;
    this.places = IntStream.concat(IntStream.of(presence), IntStream.of(places)).toArray();
    this.taking = taking;
  }

  /**
   * A text.
   *
   * @param presence the places that are NULL if there is no row
   */
  static BoundValue text(int[] presence, BoundValue text) {
    return new BoundTake(presence, text.places(), text::of);
  }

  /**
   * A map.
   *
   * @param presence the places that are NULL if there is no row
   */
  static BoundValue map(int[] presence, BoundContent content) {
    return new BoundTake(presence, content.places(), row -> map(content, row));
  }

  private static Value map(BoundContent content, Row row) {
    Map<String, Value> values = content.newMap();
    content.show(row, values);
    return new Value.MapOf(values);
  }

  @Override
  public int[] places() {
    return places;
  }

  @Override
  public @Nullable Value of(Row row) {
    return isThere(row, presence) ? taking.of(row) : null;
  }

  /** Whether a looked-up row exists. */
  static boolean isThere(Row row, int[] presence) {
    for (int place : presence) {
      if (row.get(place) == null) {
        return false;
      }
    }
    return true;
  }
}
