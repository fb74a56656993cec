package dev.lockstep.source.mysql;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a server's binary log. Means nothing on another server.
 *
 * @param file name of the file: {@code binlog.000012}
 * @param offset bytes from its beginning; 0 to 4,294,967,295
 */
public record BinlogPosition(String file, long offset) implements Comparable<BinlogPosition> {
  private static final Pattern FILE = Pattern.compile("[^\\s:|]+\\.(\\d{1,10})");
  private static final Pattern TEXT = Pattern.compile("([^:]+):(\\d{1,10})");
  private static final long MAX_UNSIGNED_INT = 0xFFFFFFFFL;
  private static final Comparator<BinlogPosition> ORDER =
      Comparator.comparingLong(BinlogPosition::fileNumber)
          .thenComparingLong(BinlogPosition::offset);

  /**
   * @throws IllegalArgumentException if the name does not end with a number, or a number is too
   *     large
   */
  public BinlogPosition {
    if (!FILE.matcher(file).matches()) {
      throw new IllegalArgumentException("'" + file + "' is no file of a binary log");
    }
    if (offset < 0 || offset > MAX_UNSIGNED_INT || number(file) > MAX_UNSIGNED_INT) {
      throw new IllegalArgumentException("a place in a binary log out of range: " + offset);
    }
  }

  /**
   * Reads {@code binlog.000012:345}.
   *
   * @throws IllegalArgumentException if the text is no place in a binary log
   */
  public static BinlogPosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no place in a binary log such as binlog.000012:345");
    }
    return new BinlogPosition(matcher.group(1), Long.parseLong(matcher.group(2)));
  }

  /** The number of the file: the server counts its files up. */
  public long fileNumber() {
    return number(file);
  }

  private static long number(String file) {
    return Long.parseLong(file, file.lastIndexOf('.') + 1, file.length(), 10);
  }

  /** As the position of a version: an unsigned number, in the order of the log. */
  public long toUnsigned() {
    return fileNumber() << 32 | offset;
  }

  /** The position of a version as people write it: {@code 12:345}. */
  public static String format(long unsigned) {
    return (unsigned >>> 32) + ":" + (unsigned & MAX_UNSIGNED_INT);
  }

  @Override
  public int compareTo(BinlogPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return file + ":" + offset;
  }
}
