package dev.lockstep.letters;

import dev.lockstep.problem.LockstepException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Content of letters that is too large for the control table: a file for each. */
public final class ContentFiles {
  /** What is longer goes into a file: the control table is for many small things. */
  static final int LARGE_BYTES = 64 * 1024;

  private final Path folder;

  /**
   * @param folder made when it is needed
   */
  public ContentFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * The letter as it is to be stored: with a file, durable when this returns, for large content.
   */
  DeadLetter keepingLarge(DeadLetter letter) {
    String content = letter.content();
    if (content == null) {
      return letter;
    }
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LARGE_BYTES) {
      return letter;
    }
    Path file = file(letter.id());
    write(file, bytes);
    return letter.withContent(null, file.getFileName().toString());
  }

  private Path file(String id) {
    return folder.resolve(id + ".json");
  }

  private void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw new LockstepException(LetterProblems.contentUnwritable(file, e), e);
    }
  }

  /** The letter with its content, as far as this machine has it. */
  DeadLetter withContent(DeadLetter letter) {
    String file = letter.contentFile();
    @Nullable String content = file == null ? null : read(file(letter.id()));
    return content == null ? letter : letter.withContent(content, file);
  }

  private static @Nullable String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new LockstepException(LetterProblems.contentUnwritable(file, e), e);
    }
  }

  void remove(String id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      throw new LockstepException(LetterProblems.contentUnwritable(file(id), e), e);
    }
  }
}
