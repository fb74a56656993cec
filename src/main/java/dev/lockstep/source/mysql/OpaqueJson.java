package dev.lockstep.source.mysql;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;

/**
 * The values inside of JSON that JSON has no type for: decimals are shown as numbers, dates and
 * times as texts, all else as base64 with the number of its type.
 */
final class OpaqueJson {
  private static final int TIMESTAMP = 7;
  private static final int DATE = 10;
  private static final int TIME = 11;
  private static final int DATETIME = 12;
  private static final int DECIMAL = 246;
  private static final int DIGITS_PER_GROUP = 9;

  /** Bytes that hold as many digits as the place says. */
  private static final int[] BYTES_OF_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  private OpaqueJson() {}

  static void write(JsonGenerator json, int type, byte[] bytes) throws IOException {
    switch (type) {
      case DECIMAL -> MysqlJson.number(json, decimal(bytes));
      case DATE -> json.writeString(date(packed(bytes)));
      case TIME -> json.writeString(time(packed(bytes)));
      case DATETIME, TIMESTAMP -> json.writeString(dateTime(packed(bytes)));
      default ->
          json.writeString("base64:type" + type + ":" + Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static long packed(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static String date(long packed) {
    long day = packed >> 41;
    long month = day >> 5;
    return String.format(Locale.ROOT, "%04d-%02d-%02d", month / 13, month % 13, day & 31);
  }

  private static String dateTime(long packed) {
    return date(packed) + " " + timeOfDay(packed & ((1L << 41) - 1), 31);
  }

  private static String time(long packed) {
    return (packed < 0 ? "-" : "") + timeOfDay(Math.abs(packed), 1023);
  }

  private static String timeOfDay(long packed, int hours) {
    long seconds = packed >> 24;
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%06d",
        (seconds >> 12) & hours,
        (seconds >> 6) & 63,
        seconds & 63,
        packed & 0xFFFFFF);
  }

  /** Precision, scale, and groups of nine digits in four bytes each; a negative number inverted. */
  static BigDecimal decimal(byte[] bytes) {
    int scale = bytes[1];
    int whole = bytes[0] - scale;
    byte[] digits = new byte[bytes.length - 2];
    boolean negative = bytes[2] >= 0;
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) (negative ? ~bytes[i + 2] : bytes[i + 2]);
    }
    digits[0] ^= (byte) 0x80;
    ByteBuffer groups = ByteBuffer.wrap(digits);
    BigInteger unscaled = BigInteger.ZERO;
    unscaled = group(unscaled, groups, whole % DIGITS_PER_GROUP);
    for (int left = whole / DIGITS_PER_GROUP; left > 0; left--) {
      unscaled = group(unscaled, groups, DIGITS_PER_GROUP);
    }
    for (int left = scale / DIGITS_PER_GROUP; left > 0; left--) {
      unscaled = group(unscaled, groups, DIGITS_PER_GROUP);
    }
    unscaled = group(unscaled, groups, scale % DIGITS_PER_GROUP);
    return new BigDecimal(negative ? unscaled.negate() : unscaled, scale);
  }

  private static BigInteger group(BigInteger before, ByteBuffer groups, int digits) {
    byte[] group = new byte[BYTES_OF_DIGITS[digits]];
    groups.get(group);
    return before.multiply(BigInteger.TEN.pow(digits)).add(new BigInteger(1, group));
  }
}
