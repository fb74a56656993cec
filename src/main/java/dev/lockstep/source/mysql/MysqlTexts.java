package dev.lockstep.source.mysql;

import dev.lockstep.change.ColumnType;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.ProbeProblems;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Values as people write them. MySQL would take a text that is no number for 0 and find row 0, so
 * what is none is found out here.
 */
final class MysqlTexts {
  private static final Pattern BITS = Pattern.compile("[01]{1,64}");
  private static final Pattern TIME =
      Pattern.compile("-?\\d{1,3}:[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?");
  private static final Pattern CLOCK =
      Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?");
  private static final int DATE_LENGTH = "2024-02-29".length();

  private MysqlTexts() {}

  /**
   * The parameter for a value.
   *
   * @throws LockstepException {@code VALUE-UNREADABLE} if the text is no value of the type
   */
  static Object parameter(ColumnType type, String text) {
    try {
      return switch (type.kind()) {
        case INTEGER -> new BigDecimal(new BigInteger(text));
        case DECIMAL, FLOAT -> new BigDecimal(text);
        case BITS -> new BigDecimal(new BigInteger(matching(BITS, text), 2));
        case BYTES -> HexFormat.of().parseHex(text.replaceFirst("^(0x|\\\\x)", ""));
        case DATE -> LocalDate.parse(text).toString();
        case TIME -> matching(TIME, text);
        case TIMESTAMP, TIMESTAMP_TZ -> timestamp(text);
        default -> text;
      };
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new LockstepException(
          ProbeProblems.unreadable("'" + text + "' is no value of the type " + type), e);
    }
  }

  private static String matching(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** A date alone is its midnight. */
  private static String timestamp(String text) {
    String plain = text.replaceFirst("(Z|\\+00:?00)$", "").replace('T', ' ');
    if (plain.length() <= DATE_LENGTH) {
      return LocalDate.parse(plain) + " 00:00:00";
    }
    LocalDate date = LocalDate.parse(plain.substring(0, DATE_LENGTH));
    return date + " " + matching(CLOCK, plain.substring(DATE_LENGTH + 1));
  }
}
