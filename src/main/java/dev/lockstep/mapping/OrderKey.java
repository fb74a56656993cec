package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.Row;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes from rows of one shape what a list is ordered by. */
final class OrderKey {
  /** Kinds whose held form says nothing about their order. */
  private static final Set<Kind> UNORDERED =
      Collections.unmodifiableSet(
          EnumSet.of(Kind.INTERVAL, Kind.JSON, Kind.ARRAY, Kind.SET, Kind.MAP, Kind.UNSUPPORTED));

  private final int[] places;
  private final List<ColumnType> types;
  private final ZeroDates zeroDates;

  /**
   * @param zeroDates what becomes of dates that are none
   */
  OrderKey(int[] places, List<ColumnType> types, ZeroDates zeroDates) {
    this.places = places;
    this.types = List.copyOf(types);
    this.zeroDates = zeroDates;
  }

  /** Whether a list can be ordered by values of a kind. */
  static boolean isOrdered(Kind kind) {
    return !UNORDERED.contains(kind);
  }

  /**
   * The values to compare; comparable with those of other shapes.
   *
   * @throws BadValueException if one is not known
   */
  @Nullable Object[] of(Row row) {
    @Nullable Object[] values = new Object[places.length];
    for (int i = 0; i < places.length; i++) {
      if (row.isUnavailable(places[i])) {
        throw BoundItem.unsent("'order-by'");
      }
      ColumnType type = types.get(i);
      Object held = zeroDates.of(type, row.get(places[i]));
      values[i] = type.kind() == Kind.DECIMAL && held instanceof String s ? special(s) : held;
    }
    return values;
  }

  /** NaN and infinities stand beside numbers, not beside texts. */
  private static Object special(String text) {
    return Double.valueOf(text);
  }
}
