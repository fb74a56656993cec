package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.ZeroDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a {@linkplain ZeroDate date that no calendar has}. */
enum ZeroDates {
  /** The row is a bad row. */
  REFUSE,
  /** As if the column were NULL. */
  NULL,
  /** Its text, in the form that other dates have; in conditions, which know no such date, NULL. */
  STRING;

  private static final Set<Kind> DATES =
      Collections.unmodifiableSet(EnumSet.of(Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMP_TZ));

  /** Whether a column's values can be such dates. */
  static boolean concern(ColumnType type) {
    return DATES.contains(type.kind());
  }

  /** The rule where only a real date will do: a text is refused as well. */
  ZeroDates withoutText() {
    return this == STRING ? REFUSE : this;
  }

  /** The rule where a date is compared: a text is NULL. */
  ZeroDates compared() {
    return this == STRING ? NULL : this;
  }

  /**
   * A value as the rule has it.
   *
   * @param type the column's
   * @throws BadValueException if the rule refuses it
   */
  @Nullable Object of(ColumnType type, @Nullable Object held) {
    return held instanceof Long number && concern(type) && ZeroDate.is(number)
        ? ofZero(number)
        : held;
  }

  private @Nullable Object ofZero(Long held) {
    return switch (this) {
      case NULL -> null;
      case STRING -> held;
      case REFUSE ->
          throw new BadValueException(
              "ZERO-DATE",
              "the date is one that no calendar has",
              "Say 'zero-dates: null' or 'zero-dates: string' in the mapping.");
    };
  }
}
