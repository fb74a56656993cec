package dev.lockstep.source.debezium;

import dev.lockstep.change.Change;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one transaction that is too large for memory, in a file. The file means nothing
 * after a restart: the source sends the transaction again.
 */
final class Spill implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path file;
  private ChangeCodec codec = new ChangeCodec();
  private @Nullable DataOutputStream out;

  /** Removes what an earlier process left behind. */
  Spill(Path dir) {
    this.file = dir.resolve("transaction.spill");
    guard(
        () -> {
          Files.createDirectories(dir);
          Files.deleteIfExists(file);
        });
  }

  /** Appends changes. */
  void write(List<Change> changes) {
    guard(
        () -> {
          DataOutputStream open = open();
          for (Change change : changes) {
            codec.write(open, change);
          }
        });
  }

  private DataOutputStream open() throws IOException {
    DataOutputStream open = out;
    if (open == null) {
      open =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
      out = open;
    }
    return open;
  }

  /** Reads all that was written, in order; nothing may be written after that. */
  Reader read() {
    guard(this::closeOutput);
    try {
      return new Reader(
          codec,
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Forgets everything. */
  void clear() {
    if (out != null || !codec.isEmpty()) {
      guard(
          () -> {
            closeOutput();
            Files.deleteIfExists(file);
          });
      codec = new ChangeCodec();
    }
  }

  private void closeOutput() throws IOException {
    DataOutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    clear();
  }

  private void guard(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private LockstepException failed(IOException cause) {
    return new LockstepException(
        Problem.error(
            Category.SOURCE,
            "SPILL-FAILED",
            "a transaction too large for memory could not be kept on disk: " + cause,
            file.toString(),
            "make room in data-dir and see that it is writable, then start again"),
        cause);
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  /** Reads the changes back. */
  final class Reader implements AutoCloseable {
    private final ChangeCodec codec;
    private final DataInputStream in;

    private Reader(ChangeCodec codec, DataInputStream in) {
      this.codec = codec;
      this.in = in;
    }

    /** The next change; absent at the end. */
    @Nullable Change next() {
      try {
        return codec.read(in);
      } catch (IOException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() {
      guard(in::close);
    }
  }
}
