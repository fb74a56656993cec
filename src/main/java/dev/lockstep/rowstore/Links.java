package dev.lockstep.rowstore;

import dev.lockstep.change.Row;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the index entries of a row in step with the row. */
final class Links {
  private Links() {}

  /** Replaces the entries of one state of a row by those of another one. */
  static void replace(
      ByteStore.Batch batch,
      List<WalkedIndex> indexes,
      byte[] rowKey,
      @Nullable Row from,
      @Nullable Row to) {
    for (WalkedIndex index : indexes) {
      replace(batch, index, rowKey, from, to);
    }
  }

  private static void replace(
      ByteStore.Batch batch,
      WalkedIndex index,
      byte[] rowKey,
      @Nullable Row from,
      @Nullable Row to) {
    byte[] old = from == null ? null : index.prefixOf(from);
    byte[] now = to == null ? null : index.prefixOf(to);
    if (Arrays.equals(old, now)) {
      return;
    }
    if (old != null) {
      batch.delete(Space.LINKS, Keys.link(old, rowKey));
    }
    if (now != null) {
      batch.put(Space.LINKS, Keys.link(now, rowKey), RowCodec.ABSENT);
    }
  }
}
