package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.Row;
import dev.lockstep.item.Value;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A template bound to the places of one table schema. */
final class BoundTemplate implements BoundValue {
  private final List<Piece> pieces;
  private final int[] places;
  private final boolean strict;

  /**
   * A literal, or a hole.
   *
   * @param literal the text before the hole; may be empty
   * @param place of the hole's column; -1 if the piece ends without a hole
   * @param column the hole's; absent if there is no hole
   */
  record Piece(
      String literal,
      int place,
      @Nullable Column column,
      ZeroDates zeroDates,
      Function<Object, String> text) {

    /** A piece that ends without a hole. */
    static Piece literal(String literal) {
      return new Piece(literal, -1, null, ZeroDates.REFUSE, Object::toString);
    }

    /** What stands in the hole; empty for none, null for NULL. */
    @Nullable String of(Row row) {
      if (column == null) {
        return "";
      }
      try {
        Object held = zeroDates.of(column.type(), row.get(place));
        return held == null ? null : text.apply(held);
      } catch (BadValueException e) {
        throw e.of("column '" + column.name() + "'");
      }
    }
  }

  /**
   * @param strict whether one NULL is enough to give no value; else all must be NULL
   */
  BoundTemplate(List<Piece> pieces, boolean strict) {
    this.pieces = List.copyOf(pieces);
    this.places = pieces.stream().mapToInt(Piece::place).filter(p -> p >= 0).toArray();
    this.strict = strict;
  }

  @Override
  public int[] places() {
    return places;
  }

  @Override
  public @Nullable Value of(Row row) {
    StringBuilder text = new StringBuilder();
    int nulls = 0;
    for (Piece piece : pieces) {
      text.append(piece.literal());
      String filled = piece.of(row);
      if (filled == null) {
        nulls++;
      } else {
        text.append(filled);
      }
    }
    boolean none = strict ? nulls > 0 : nulls > 0 && nulls == places.length;
    return none ? null : new Value.Text(text.toString());
  }
}
