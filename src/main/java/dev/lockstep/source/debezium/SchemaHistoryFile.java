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
      String text = Files.readString(path);
      int end = text.lastIndexOf('\n') + 1;
      if (end < text.length()) {
        cut(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
      }
      return text.substring(0, end).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
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
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }

  /** Adds a line, on disk when this returns. */
  void append(String line) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
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
