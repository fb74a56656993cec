package dev.lockstep.mapping;

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
   * @param place the hole's column; -1 if the piece ends without a hole
   */
  record Piece(String literal, int place, Function<Object, String> text) {}

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
      Object held = piece.place() < 0 ? "" : row.get(piece.place());
      if (held == null) {
        nulls++;
      } else if (piece.place() >= 0) {
        text.append(piece.text().apply(held));
      }
    }
    boolean none = strict ? nulls > 0 : nulls > 0 && nulls == places.length;
    return none ? null : new Value.Text(text.toString());
  }
}
