package dev.lockstep.source.debezium;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A file of lines that are there for good once they are appended. A line that a crash cut off is
 * taken away: what it told of has not been read beyond.
 */
final class SchemaHistoryFile {
  private final Path path;

  SchemaHistoryFile(Path path) {
    this.path = path;
  }

  /** Whether it holds anything. */
  boolean exists() {
    try {
      return Files.exists(path) && Files.size(path) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /** All lines, from the first. */
  List<String> lines() {
    if (!exists()) {
      return List.of();
    }
    try {
      byte[] bytes = Files.readAllBytes(path);
      int end = afterLastLine(bytes);
      if (end < bytes.length) {
        cut(end);
      }
      return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /** In bytes: a crash may have cut off a character, too. */
  private static int afterLastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private void cut(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(length);
      channel.force(true);
    }
  }

  /** Takes the other lines away; the file is the old or the new one, whatever happens. */
  void keep(Predicate<String> kept) {
    List<String> lines = lines();
    List<String> left = lines.stream().filter(kept).toList();
    if (left.size() == lines.size()) {
      return;
    }
    try {
      Path draft = path.resolveSibling(path.getFileName() + ".draft");
      Files.deleteIfExists(draft);
      SchemaHistoryFile made = new SchemaHistoryFile(draft);
      made.append(String.join("\n", left));
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      syncName();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file is in a folder");
  }

  /** A new name is there for good only when its folder is on disk. */
  private void syncName() throws IOException {
    try (FileChannel channel = FileChannel.open(folder(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Adds a line, on disk when this returns. */
  void append(String line) {
    try {
      boolean fresh = !Files.exists(path);
      Files.createDirectories(folder());
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      if (fresh) {
        syncName();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  /** Begins anew. */
  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }
}
