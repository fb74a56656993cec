package dev.lockstep.source.mysql;

import java.util.List;

/**
 * The files of a server's binary log that it still has.
 *
 * @param files from the oldest to the newest
 */
public record BinaryLogs(List<BinaryLog> files) {
  /** Copies the list. */
  public BinaryLogs {
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param name its name
   * @param bytes its size
   */
  public record BinaryLog(String name, long bytes) {
    private BinlogPosition end() {
      return new BinlogPosition(name, bytes);
    }
  }

  /** Whether the log can be read from a place on. */
  public boolean hold(BinlogPosition position) {
    return files.stream()
        .anyMatch(
            file ->
                file.end().fileNumber() == position.fileNumber()
                    && file.bytes() >= position.offset());
  }

  /** Bytes of log after a place. */
  public long bytesAfter(BinlogPosition position) {
    return files.stream()
        .filter(file -> file.end().compareTo(position) > 0)
        .mapToLong(file -> bytesAfter(file, position))
        .sum();
  }

  private static long bytesAfter(BinaryLog file, BinlogPosition position) {
    boolean within = file.end().fileNumber() == position.fileNumber();
    return within ? file.bytes() - position.offset() : file.bytes();
  }
}
