package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import java.util.BitSet;

/**
 * A set of characters: each ASCII character by itself, all others together. Says what the text of a
 * column can consist of.
 */
final class Characters {
  private static final int ASCII = 128;

  private final BitSet members;

  private Characters(BitSet members) {
    this.members = members;
  }

  static Characters any() {
    BitSet all = new BitSet();
    all.set(0, ASCII + 1);
    return new Characters(all);
  }

  static Characters of(String characters) {
    BitSet some = new BitSet();
    characters.chars().forEach(c -> some.set(Math.min(c, ASCII)));
    return new Characters(some);
  }

  /** What the text form of a type's values can consist of. */
  static Characters of(ColumnType.Kind kind) {
    return switch (kind) {
      case BOOLEAN -> of("truefals");
      case INTEGER -> of("-0123456789");
      case DECIMAL -> of("-.0123456789NaInfity");
      case FLOAT -> of("-+.0123456789ENaInfity");
      case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> of("-+:.0123456789TZinfty");
      case UUID -> of("-0123456789abcdef");
      case BITS -> of("01");
      case TEXT, BYTES, INTERVAL, JSON, ENUM, ARRAY, SET, MAP, UNSUPPORTED -> any();
    };
  }

  /** What remains possible after a filter. */
  Characters after(TextFilter filter) {
    BitSet mapped = new BitSet();
    members.stream().forEach(c -> mapped.set(c == ASCII ? ASCII : image(filter, c)));
    if (filter instanceof TextFilter.Pad) {
      mapped.set('0');
    }
    if (filter instanceof TextFilter.Escape) {
      mapped.clear('#');
    }
    return new Characters(mapped);
  }

  private static int image(TextFilter filter, int c) {
    return filter instanceof TextFilter.Lower || filter instanceof TextFilter.Upper
        ? Math.min(filter.apply(String.valueOf((char) c)).charAt(0), ASCII)
        : c;
  }

  boolean contains(char c) {
    return members.get(Math.min(c, ASCII));
  }

  boolean containsAll(String text) {
    return text.chars().allMatch(c -> contains((char) c));
  }

  boolean intersects(Characters other) {
    return members.intersects(other.members);
  }
}
