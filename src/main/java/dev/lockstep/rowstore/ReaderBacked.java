package dev.lockstep.rowstore;

import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.mapping.RowLookup;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows as a {@link RowReader} finds them. */
abstract class ReaderBacked implements RowLookup {

  /** The reader, always the same. */
  abstract RowReader reader();

  @Override
  public final @Nullable KeptRow get(RowKey key) {
    return reader().get(key);
  }

  @Override
  public final Optional<RowKey> children(
      TableId table,
      int index,
      List<? extends @Nullable Object> values,
      @Nullable RowKey after,
      int limit,
      Consumer<KeptRow> each) {
    return reader().children(table, index, values, after, limit, each);
  }

  @Override
  public final Optional<RowKey> rows(
      TableId table, @Nullable RowKey after, int limit, Consumer<KeptRow> each) {
    return reader().rows(table, after, limit, each);
  }
}
