package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matching finds what the plain difference of two sets of keys is, whatever files and crashes. */
class KeyMatchTest {
  private static final int[] PARTITIONS = {1, 2, 7, 64};
  private static final int[] BUFFERS = {1, 40_000, 1 << 22};
  private static final long MOST_BYTES_OF_A_KEY = 64;
  private static final long LEAST_BYTES = 512;

  @TempDir Path folder;

  static IntStream seeds() {
    return IntStream.range(0, 24);
  }

  /** Some keys are drawn several times, so several rows make them. */
  @ParameterizedTest
  @MethodSource("seeds")
  void itIsThePlainDifferenceOfTheSides(int seed) throws IOException {
    Random random = new Random(seed);
    List<ItemKey> expected = some(random, seed % 8 == 7 ? 0 : 1_500);
    Set<ItemKey> scanned = new HashSet<>(some(random, seed % 8 == 6 ? 0 : 1_500));
    boolean withKeys = seed % 2 == 0;
    int partitions = PARTITIONS[seed % PARTITIONS.length];

    KeyFiles rows = interrupted("expected", withKeys, partitions, expected, random);
    KeyFiles items = interrupted("scanned", true, partitions, List.copyOf(scanned), random);

    Map<ItemKey, Long> makers =
        expected.stream().collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    Set<ItemKey> suspicious = new HashSet<>(scanned);
    suspicious.removeIf(key -> makers.getOrDefault(key, 0L) == 1);
    Set<ItemKey> missing = new HashSet<>(withKeys ? expected : List.of());
    missing.removeAll(scanned);
    assertFinds(rows, items, suspicious, missing);
  }

  private static void assertFinds(
      KeyFiles rows, KeyFiles items, Set<ItemKey> suspicious, Set<ItemKey> missing) {
    KeyMatch match = new KeyMatch(rows, items);
    List<ItemKey> foundSuspicious = new ArrayList<>();
    List<ItemKey> foundMissing = new ArrayList<>();
    for (int partition = 0; partition < rows.partitions(); partition++) {
      match.match(partition, foundSuspicious::add, foundMissing::add);
      assertThat(match.bytes())
          .isLessThanOrEqualTo(
              Math.max(LEAST_BYTES, MOST_BYTES_OF_A_KEY * rows.records(partition)));
    }
    assertThat(foundSuspicious).containsExactlyInAnyOrderElementsOf(suspicious);
    assertThat(foundMissing).containsExactlyInAnyOrderElementsOf(missing);
  }

  private static List<ItemKey> some(Random random, int size) {
    List<ItemKey> keys = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      keys.add(SomeKeys.key(random.nextInt(3_000)));
    }
    return keys;
  }

  /** Written by a process that is gone in the middle of a record, and by the one that goes on. */
  private KeyFiles interrupted(
      String side, boolean withKeys, int partitions, List<ItemKey> keys, Random random)
      throws IOException {
    int buffer = BUFFERS[random.nextInt(BUFFERS.length)];
    int half = random.nextInt(keys.size() + 1);
    KeyFiles gone = new KeyFiles(folder, side, withKeys, new long[partitions], buffer);
    keys.subList(0, half).forEach(gone::add);
    long[] noted = gone.flush().stream().mapToLong(Long::longValue).toArray();
    some(random, random.nextInt(400)).forEach(gone::add);
    for (int partition = 0; partition < partitions; partition++) {
      byte[] torn = new byte[random.nextInt(60)];
      random.nextBytes(torn);
      Files.write(folder.resolve(side + "-" + partition), torn, StandardOpenOption.APPEND);
    }

    KeyFiles resumed = new KeyFiles(folder, side, withKeys, noted, buffer);
    keys.subList(half, keys.size()).forEach(resumed::add);
    resumed.flush();
    return resumed;
  }

  @Test
  void keysWithDigestsThatDifferInOneHalfAreNotTakenForEachOther() throws IOException {
    byte[] rows = record(7, 9, "");
    byte[] items = join(record(7, 9, "known"), record(7, 10, "first"), record(8, 9, "second"));
    Files.write(folder.resolve("expected-0"), rows);
    Files.write(folder.resolve("scanned-0"), items);

    assertFinds(
        new KeyFiles(folder, "expected", false, new long[] {rows.length}, 1),
        new KeyFiles(folder, "scanned", true, new long[] {items.length}, 1),
        Set.of(key("first"), key("second")),
        Set.of());
  }

  private static ItemKey key(String partition) {
    return new ItemKey("shop", new Value.Text(partition), null);
  }

  /**
   * As it stands in a file.
   *
   * @param partition of the key; empty where keys are not held
   */
  private static byte[] record(long first, long second, String partition) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(first);
    out.writeLong(second);
    if (!partition.isEmpty()) {
      out.writeUTF("shop");
      out.writeByte('S');
      out.writeUTF(partition);
      out.writeByte('-');
    }
    return bytes.toByteArray();
  }

  private static byte[] join(byte[]... records) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] record : records) {
      all.writeBytes(record);
    }
    return all.toByteArray();
  }
}
