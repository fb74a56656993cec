package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.item.ItemKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to key files comes back, and what is not whole is never taken for whole. */
class KeyFilesTest {
  private static final int PARTITIONS = 16;
  private static final int BUFFER = 64 << 10;
  private static final long DIGEST = 16;

  @TempDir Path folder;

  @Test
  void everyKeyComesBackOnceWithItsDigestWhereverItLies() {
    KeyFiles files = new KeyFiles(folder, "items", true, new long[PARTITIONS], BUFFER);
    List<ItemKey> keys = IntStream.range(0, 3_000).mapToObj(SomeKeys::key).toList();
    keys.forEach(files::add);
    files.flush();

    List<ItemKey> read = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int before = read.size();
      files.each(
          partition,
          (first, second, held) -> {
            ItemKey key = Objects.requireNonNull(held);
            assertThat(first).isEqualTo(KeyFiles.first(key)).isNotZero();
            assertThat(second).isEqualTo(KeyFiles.second(key));
            read.add(key);
          });
      assertThat(files.records(partition)).isEqualTo(read.size() - before).isBetween(50L, 400L);
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void noMoreIsInMemoryThanTheBuffersHold() throws IOException {
    KeyFiles files = new KeyFiles(folder, "rows", false, new long[PARTITIONS], BUFFER);
    for (int i = 1; i <= 20_000; i++) {
      files.add(SomeKeys.key(i));
      if (i % 5_000 == 0) {
        assertThat(i * DIGEST - onDisk()).isBetween(0L, (long) BUFFER + PARTITIONS * DIGEST);
      }
    }
    files.flush();
    assertThat(onDisk()).isEqualTo(20_000 * DIGEST);
  }

  private long onDisk() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.mapToLong(KeyFilesTest::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Wherever in a record the process was when it ended. */
  @Test
  void aTornRecordIsCutOffWhereverItWasTorn() throws IOException {
    KeyFiles files = new KeyFiles(folder, "items", true, new long[1], 1);
    ItemKey whole = SomeKeys.key(0);
    files.add(whole);
    long[] noted = {files.flush().get(0)};
    files.add(SomeKeys.key(6));
    files.flush();
    byte[] both = Files.readAllBytes(file());

    for (int length = (int) noted[0]; length <= both.length; length++) {
      Files.write(file(), Arrays.copyOf(both, length));
      KeyFiles resumed = new KeyFiles(folder, "items", true, noted, 1);
      resumed.add(SomeKeys.key(12));
      resumed.flush();
      List<ItemKey> read = new ArrayList<>();
      resumed.each(0, (first, second, key) -> read.add(Objects.requireNonNull(key)));
      assertThat(read).as("torn at %s", length).containsExactly(whole, SomeKeys.key(12));
    }
  }

  @Test
  void aFileThatHasLostWhatWasNotedIsNotGoneOnWith() throws IOException {
    KeyFiles files = new KeyFiles(folder, "items", true, new long[1], 1);
    files.add(SomeKeys.key(0));
    long[] noted = {files.flush().get(0)};

    truncate(noted[0] - 1);

    assertThatThrownBy(() -> files.each(0, (first, second, key) -> {}))
        .as("behind the back of the one that wrote it")
        .hasMessageContaining("VERIFY-NOT-RESUMABLE");
    assertThatThrownBy(() -> new KeyFiles(folder, "items", true, noted, 1))
        .hasMessageContaining("VERIFY-NOT-RESUMABLE");
  }

  private Path file() {
    return folder.resolve("items-0");
  }

  private void truncate(long length) throws IOException {
    try (FileChannel file = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      file.truncate(length);
    }
  }
}
