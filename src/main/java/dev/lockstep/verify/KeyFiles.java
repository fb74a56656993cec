package dev.lockstep.verify;

import dev.lockstep.change.Hash64;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemKeyHash;
import dev.lockstep.item.Value;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one side in partition files: equal keys lie in the same partition of either side, so that
 * the sides are matched partition by partition, with no more in memory than one. A record is a
 * digest of 16 bytes and, where asked for, the key itself. Within a table a key attribute has one
 * type, so a digest, which leaves types out, stands for one key. Not thread-safe.
 *
 * <p>Files only grow, by whole records. Up to a length that was noted they stay as they were, even
 * if the process ends while it writes: who opens them again with the noted lengths cuts off what
 * came later, half a record or many.
 */
final class KeyFiles {
  private static final long OTHER_SEED = 0xC2B2AE3D27D4EB4FL;
  private static final int DIGEST_BYTES = 2 * Long.BYTES;

  private final Path folder;
  private final String side;
  private final boolean withKeys;
  private final int flushBytes;
  private final ByteArrayOutputStream[] buffers;
  private final long[] lengths;

  /** Takes a record. */
  interface Each {
    /**
     * Takes the next one.
     *
     * @param key absent where the files hold no keys
     */
    void take(long first, long second, @Nullable ItemKey key);
  }

  /**
   * @param side names the files
   * @param withKeys whether keys are held beside their digests
   * @param lengths up to which the files of the partitions count, as {@link #flush} gave them;
   *     zeros for new ones
   */
  KeyFiles(Path folder, String side, boolean withKeys, long[] lengths, int bufferBytes) {
    this.folder = folder;
    this.side = side;
    this.withKeys = withKeys;
    this.lengths = lengths.clone();
    this.flushBytes = Math.max(512, bufferBytes / lengths.length);
    this.buffers = new ByteArrayOutputStream[lengths.length];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new ByteArrayOutputStream(0);
    }
    cut();
  }

  private Path file(int partition) {
    return folder.resolve(side + "-" + partition);
  }

  private void cut() {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < lengths.length; i++) {
        try (FileChannel file =
            FileChannel.open(file(i), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          if (file.size() < lengths[i]) {
            throw new LockstepException(lost(file(i)));
          }
          file.truncate(lengths[i]);
        }
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  int partitions() {
    return lengths.length;
  }

  static long first(ItemKey key) {
    return ItemKeyHash.of(key, Hash64.SEED);
  }

  static long second(ItemKey key) {
    return ItemKeyHash.of(key, OTHER_SEED);
  }

  void add(ItemKey key) {
    long first = first(key);
    int partition = (int) Long.remainderUnsigned(first, lengths.length);
    ByteArrayOutputStream buffer = buffers[partition];
    try {
      DataOutputStream out = new DataOutputStream(buffer);
      out.writeLong(first);
      out.writeLong(second(key));
      if (withKeys) {
        out.writeUTF(key.table());
        write(out, key.partition());
        write(out, key.sort());
      }
      if (buffer.size() >= flushBytes) {
        flush(partition);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static void write(DataOutputStream out, @Nullable Value value) throws IOException {
    if (value == null) {
      out.writeByte('-');
    } else if (value instanceof Value.Text text) {
      write(out, 'S', text.text().getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Value.Num number) {
      write(out, 'N', number.digits().getBytes(StandardCharsets.UTF_8));
    } else {
      ByteBuffer bytes = ((Value.Binary) value).bytes();
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      write(out, 'B', copy);
    }
  }

  private static void write(DataOutputStream out, char type, byte[] bytes) throws IOException {
    out.writeByte(type);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static @Nullable Value read(DataInputStream in) throws IOException {
    int type = in.readByte();
    if (type == '-') {
      return null;
    }
    byte[] bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    return switch (type) {
      case 'S' -> new Value.Text(new String(bytes, StandardCharsets.UTF_8));
      case 'N' -> new Value.Num(new String(bytes, StandardCharsets.UTF_8));
      default -> new Value.Binary(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
    };
  }

  private void flush(int partition) throws IOException {
    byte[] bytes = buffers[partition].toByteArray();
    if (bytes.length > 0) {
      Files.write(file(partition), bytes, StandardOpenOption.APPEND);
      lengths[partition] += bytes.length;
      buffers[partition].reset();
    }
  }

  /** Hands everything to the operating system; the lengths up to which the files count now. */
  List<Long> flush() {
    List<Long> flushed = new ArrayList<>();
    try {
      for (int i = 0; i < lengths.length; i++) {
        flush(i);
        flushed.add(lengths[i]);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
    return flushed;
  }

  /** How many records a partition has; it was flushed. */
  long records(int partition) {
    if (!withKeys) {
      return lengths[partition] / DIGEST_BYTES;
    }
    AtomicLong records = new AtomicLong();
    each(partition, (first, second, key) -> records.incrementAndGet());
    return records.get();
  }

  /** Reads a partition that was flushed. */
  void each(int partition, Each each) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file(partition))))) {
      if (Files.size(file(partition)) != lengths[partition]) {
        throw new LockstepException(lost(file(partition)));
      }
      while (true) {
        long first = in.readLong();
        long second = in.readLong();
        each.take(first, second, withKeys ? key(in) : null);
      }
    } catch (EOFException e) {
      return;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static ItemKey key(DataInputStream in) throws IOException {
    String table = in.readUTF();
    Value partition = read(in);
    if (partition == null) {
      throw new IOException("a key without a partition");
    }
    return new ItemKey(table, partition, read(in));
  }

  private LockstepException unusable(IOException e) {
    return new LockstepException(
        Problem.error(
            Category.CONFIGURATION,
            "VERIFY-FILES",
            "keys cannot be kept on disk while they are matched: " + e,
            folder.toString(),
            "Make room in data-dir, and resume the verification."),
        e);
  }

  private static Problem lost(Path file) {
    return Problem.error(
        Category.CONFIGURATION,
        "VERIFY-NOT-RESUMABLE",
        "a file of the verification is gone, or is not as long as it was",
        file.toString(),
        "Start a new verification.");
  }
}
