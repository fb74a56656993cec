package dev.lockstep.source.postgres;

import dev.lockstep.change.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import org.postgresql.util.PGInterval;

/**
 * Makes of PostgreSQL's text form of a value the form in which a row holds it. All ways by which
 * rows come (snapshot, stream, plain reading) end here, so a value is the same by each.
 */
public final class PostgresValues {
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private PostgresValues() {}

  /**
   * Reads a value.
   *
   * @param type the column's type
   * @param text as PostgreSQL writes it with ISO dates, hex bytea and {@code postgres} intervals
   * @return as {@link ColumnType.Kind} says
   * @throws IllegalArgumentException if the text is no value of the type
   */
  public static Object parse(ColumnType type, String text) {
    return switch (type.kind()) {
      case BOOLEAN -> text.startsWith("t");
      case INTEGER -> Long.parseLong(text);
      case DECIMAL -> decimal(type, text);
      case FLOAT -> floating(type, text);
      case BYTES -> bytes(text);
      case DATE -> PostgresTime.date(text);
      case TIME -> PostgresTime.time(text);
      case TIMESTAMP -> PostgresTime.timestamp(text);
      case TIMESTAMP_TZ -> PostgresTime.timestampTz(text);
      case INTERVAL -> interval(text);
      case ARRAY -> array(type, text);
      case MAP -> PostgresText.hstore(text);
      default -> text(type, text);
    };
  }

  private static Object array(ColumnType type, String text) {
    ColumnType element = type.element();
    if (element == null) {
      throw new IllegalArgumentException(type + " is an array without an element type");
    }
    return PostgresText.array(text, value -> parse(element, value));
  }

  private static Object text(ColumnType type, String text) {
    return "timetz".equals(type.sourceName()) ? timeTz(PostgresTime.timeInUtc(text)) : text;
  }

  /** A time of day in UTC, ISO 8601: {@code 08:15:30.5Z}. */
  public static String timeTz(long microsOfDay) {
    long seconds = microsOfDay / MICROS_PER_SECOND;
    String whole =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return whole + fraction(microsOfDay % MICROS_PER_SECOND) + "Z";
  }

  private static String fraction(long micros) {
    if (micros == 0) {
      return "";
    }
    String digits = String.format(Locale.ROOT, "%06d", micros);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return "." + digits.substring(0, end);
  }

  private static Object decimal(ColumnType type, String text) {
    if ("money".equals(type.sourceName())) {
      return money(text);
    }
    char first = text.charAt(text.length() > 1 && text.charAt(0) == '-' ? 1 : 0);
    if (first == 'N') {
      return "NaN";
    }
    if (first == 'I') {
      return text.charAt(0) == '-' ? "-Infinity" : "Infinity";
    }
    return new BigDecimal(text);
  }

  /** {@code -$1,234.50} or {@code ($1,234.50)}; the symbol depends on the server's locale. */
  static BigDecimal money(String text) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= '0' && c <= '9') || c == '.') {
        digits.append(c);
      }
    }
    BigDecimal amount = new BigDecimal(digits.toString());
    return text.startsWith("-") || text.startsWith("(") ? amount.negate() : amount;
  }

  private static Object floating(ColumnType type, String text) {
    if ("float4".equals(type.sourceName())) {
      return Float.parseFloat(text);
    }
    return Double.parseDouble(text);
  }

  private static ByteBuffer bytes(String text) {
    if (!text.startsWith("\\x")) {
      throw new IllegalArgumentException("bytea is not in hex form; set bytea_output = hex");
    }
    return ByteBuffer.wrap(HexFormat.of().parseHex(text, 2, text.length())).asReadOnlyBuffer();
  }

  private static String interval(String text) {
    try {
      return interval(new PGInterval(text));
    } catch (SQLException e) {
      throw new IllegalArgumentException("no interval of PostgreSQL", e);
    }
  }

  /** ISO 8601 with a sign at each part: {@code P1Y-2M3DT4H5M-6.5S}; nothing is {@code PT0S}. */
  public static String interval(PGInterval interval) {
    StringBuilder date = new StringBuilder();
    part(date, interval.getYears(), 'Y');
    part(date, interval.getMonths(), 'M');
    part(date, interval.getDays(), 'D');
    StringBuilder time = new StringBuilder();
    part(time, interval.getHours(), 'H');
    part(time, interval.getMinutes(), 'M');
    long micros = interval.getWholeSeconds() * MICROS_PER_SECOND + interval.getMicroSeconds();
    if (micros != 0) {
      time.append(micros < 0 ? "-" : "")
          .append(Math.abs(micros) / MICROS_PER_SECOND)
          .append(fraction(Math.abs(micros) % MICROS_PER_SECOND))
          .append('S');
    }
    if (date.length() + time.length() == 0) {
      return "PT0S";
    }
    return "P" + date + (time.length() == 0 ? "" : "T" + time);
  }

  private static void part(StringBuilder out, int value, char unit) {
    if (value != 0) {
      out.append(value).append(unit);
    }
  }
}
