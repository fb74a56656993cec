package dev.lockstep.daemon;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pipeline's folder, held by one process. The operating system lets go when it dies. */
final class DataDir implements AutoCloseable {
  private static final String LOCK_FILE = "lock";

  private final FileChannel channel;

  private DataDir(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder if there is none, and holds it if nobody does.
   *
   * @param pipeline that it is to be for
   * @return empty if another process of the same pipeline holds it
   * @throws LockstepException if it cannot be written to, or another pipeline's process holds it
   */
  static Optional<DataDir> tryLock(Path directory, String pipeline) {
    FileChannel channel = open(directory);
    try {
      if (tryLock(channel) != null) {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pipeline.getBytes(StandardCharsets.UTF_8)), 0);
        return Optional.of(new DataDir(channel));
      }
      channel.close();
      String holder = Files.readString(directory.resolve(LOCK_FILE));
      if (!holder.isEmpty() && !holder.equals(pipeline)) {
        throw new LockstepException(inUse(directory, "pipeline '" + holder + "'"));
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new LockstepException(unusable(directory, e), e);
    }
  }

  /**
   * The same, at once or not at all.
   *
   * @throws LockstepException if it cannot be written to, or another process holds it
   */
  static DataDir lock(Path directory, String pipeline) {
    return tryLock(directory, pipeline)
        .orElseThrow(() -> new LockstepException(inUse(directory, "another process")));
  }

  private static FileChannel open(Path directory) {
    try {
      Files.createDirectories(directory);
      return FileChannel.open(
          directory.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new LockstepException(unusable(directory, e), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static Problem unusable(Path directory, IOException e) {
    return Problem.error(
        Category.CONFIGURATION,
        "DATA-DIR-UNUSABLE",
        "data-dir " + directory + " cannot be written to: " + e,
        "data-dir",
        "Name a folder that this user may write to.");
  }

  private static Problem inUse(Path directory, String holder) {
    return Problem.error(
        Category.CONFIGURATION,
        "DATA-DIR-IN-USE",
        "data-dir " + directory + " is held by " + holder,
        "data-dir",
        "Stop that process, or give this pipeline a data-dir of its own.");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LockstepException(unusable(Path.of(LOCK_FILE), e), e);
    }
  }
}
