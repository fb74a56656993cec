package dev.lockstep.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The keys that should be there, and those that are, in files of one verification. */
record KeySides(KeyFiles expected, KeyFiles scanned) {
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int LEAST_PARTITIONS = 16;
  private static final int MOST_PARTITIONS = 1_024;
  private static final long KEYS_OF_A_PARTITION = 500_000;

  static KeySides open(VerifyWorld world, String id, boolean withExpectedKeys, VerifyState from) {
    Path folder = folder(world, id);
    return new KeySides(
        new KeyFiles(
            folder, "expected", withExpectedKeys, lengths(world, from.expected()), BUFFER_BYTES),
        new KeyFiles(folder, "scanned", true, lengths(world, from.scanned()), BUFFER_BYTES));
  }

  private static Path folder(VerifyWorld world, String id) {
    return world.folder().resolve(id);
  }

  private static long[] lengths(VerifyWorld world, List<Long> known) {
    return known.isEmpty()
        ? new long[partitions(world)]
        : known.stream().mapToLong(Long::longValue).toArray();
  }

  private static int partitions(VerifyWorld world) {
    long rows =
        world.tables().values().stream().mapToLong(t -> Math.max(0, t.estimatedRows())).sum();
    long wanted = rows / KEYS_OF_A_PARTITION;
    return (int) Math.max(LEAST_PARTITIONS, Math.min(MOST_PARTITIONS, wanted));
  }

  int partitions() {
    return expected.partitions();
  }

  void flush() {
    expected.flush();
    scanned.flush();
  }

  static void delete(VerifyWorld world, String id) {
    Path folder = folder(world, id);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
