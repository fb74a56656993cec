package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Unavailable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some columns of a table, read from its kept rows. Remembers where they stand in the schema that
 * it saw last, since neighbouring rows share one. Not thread-safe.
 */
final class ColumnTuple {
  private final List<String> names;
  private @Nullable TableSchema schema;
  private int[] places = {};

  ColumnTuple(Collection<String> names) {
    this.names = List.copyOf(names);
  }

  /** The values; null if one of them is NULL or not known, so that the row references nothing. */
  @Nullable List<Object> values(Row row) {
    List<Object> values = new ArrayList<>(names.size());
    for (int place : placesIn(row.schema())) {
      Object value = valueAt(row, place);
      if (value == null || value == Unavailable.UNAVAILABLE) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /** Whether two states of a row differ in some column. */
  boolean differ(Row before, Row after) {
    int[] placesBefore = placesIn(before.schema());
    int[] placesAfter = placesIn(after.schema());
    for (int i = 0; i < placesAfter.length; i++) {
      if (!Objects.equals(valueAt(before, placesBefore[i]), valueAt(after, placesAfter[i]))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object valueAt(Row row, int place) {
    return place < 0 ? Unavailable.UNAVAILABLE : row.get(place);
  }

  private int[] placesIn(TableSchema asked) {
    if (schema != asked) {
      places = names.stream().mapToInt(asked::indexOf).toArray();
      schema = asked;
    }
    return places;
  }
}
