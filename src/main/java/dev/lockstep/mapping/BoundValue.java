package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.Row;
import dev.lockstep.item.Value;
import org.jspecify.annotations.Nullable;

/** The source of a value, bound to the places of one table schema. */
interface BoundValue {
  /** The places in the row that the value is made of. */
  int[] places();

  /**
   * The value in a row that holds all places; null if the row gives none.
   *
   * @throws BadValueException if the row's values cannot become it
   */
  @Nullable Value of(Row row);

  /** How many of the places the source did not send. */
  default int unsent(Row row) {
    int unsent = 0;
    for (int place : places()) {
      unsent += row.isUnavailable(place) ? 1 : 0;
    }
    return unsent;
  }

  /** The same in every row. */
  record Constant(Value value) implements BoundValue {
    private static final int[] NONE = {};

    @Override
    public int[] places() {
      return NONE;
    }

    @Override
    public Value of(Row row) {
      return value;
    }
  }

  /** A converted column. */
  final class OfColumn implements BoundValue {
    private final int place;
    private final int[] places;
    private final String column;
    private final Conversion conversion;
    private final @Nullable Value whenNull;
    private final ColumnType type;
    private final ZeroDates zeroDates;

    OfColumn(int place, Column column, Conversion conversion, Nulls nulls, ZeroDates zeroDates) {
      this.place = place;
      this.places = new int[] {place};
      this.column = column.name();
      this.type = column.type();
      this.zeroDates = zeroDates;
      this.conversion = conversion;
      this.whenNull = nulls == Nulls.KEEP ? new Value.Null() : null;
    }

    @Override
    public int[] places() {
      return places;
    }

    @Override
    public @Nullable Value of(Row row) {
      try {
        Object held = zeroDates.of(type, row.get(place));
        return held == null ? whenNull : conversion.convert(held);
      } catch (BadValueException e) {
        throw e.of("column '" + column + "'");
      }
    }
  }
}
