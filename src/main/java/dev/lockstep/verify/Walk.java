package dev.lockstep.verify;

import dev.lockstep.change.Column;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableSchema;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.Tally.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the root rows of item types, chunk by chunk in the order of their keys; each chunk
 * is one short transaction. Of a sample, through some of them.
 */
final class Walk {
  private static final int OVERSAMPLE = 4;
  private static final int MOST_SAMPLED = 1_000_000;
  private static final int MOST_SEED = 1_000_000;

  private final VerifyWorld world;
  private final VerifyRequest request;
  private final List<ItemTypePlan> types;
  private final Expectations expectations;
  private final @Nullable Tally tally;
  private int type;
  private @Nullable RowKey after;

  /** Takes a chunk while the source is seen as it was when the chunk was read. */
  interface Chunk {
    /** Takes what the rows make. */
    void take(List<Expected> made) throws InterruptedException;
  }

  /** Hears that a chunk was taken. */
  interface Pause {
    /**
     * Hears of a chunk.
     *
     * @param atEnd whether it was the last one of its type
     */
    void between(boolean atEnd) throws InterruptedException;
  }

  /**
   * @param tally counts rows; absent where they are not counted
   */
  Walk(
      VerifyWorld world,
      VerifyRequest request,
      List<ItemTypePlan> types,
      Expectations expectations,
      @Nullable Tally tally) {
    this.world = world;
    this.request = request;
    this.types = types;
    this.expectations = expectations;
    this.tally = tally;
  }

  /** Goes on where the state says. */
  void resume(VerifyState from) {
    type = from.type();
    after =
        from.after() == null || type >= types.size()
            ? null
            : new RowKey(types.get(type).root(), Held.read(from.after()));
  }

  int type() {
    return type;
  }

  @Nullable List<String> after() {
    return after == null ? null : Held.write(after.values());
  }

  void walk(Chunk chunk, Pause pause) throws InterruptedException {
    while (type < types.size()) {
      ItemTypePlan current = types.get(type);
      if (request.mode() == VerifyMode.SAMPLE) {
        sample(current, chunk, pause);
      } else if (isWalkable(expectations.schema(current))) {
        keyset(current, chunk, pause);
      } else {
        whole(current, chunk, pause);
      }
    }
  }

  private void next(ItemTypePlan current, Pause pause) throws InterruptedException {
    if (tally != null) {
      tally.add(current.name(), Count.DONE, 1);
    }
    type++;
    after = null;
    pause.between(true);
  }

  private void take(ItemTypePlan current, Expectations.Chunk made, Chunk chunk)
      throws InterruptedException {
    if (tally != null) {
      tally.add(current.name(), Count.ROWS, made.rows());
    }
    chunk.take(made.items());
  }

  private void keyset(ItemTypePlan current, Chunk chunk, Pause pause) throws InterruptedException {
    while (true) {
      Expectations.Chunk made =
          expectations.seen(() -> expectations.chunk(current, expectations.after(current, after)));
      take(current, made, chunk);
      if (made.rows() < world.limits().chunkRows()) {
        next(current, pause);
        return;
      }
      after = made.last();
      pause.between(false);
    }
  }

  /** Whether keys are unique, enforced and never NULL. */
  private boolean isWalkable(TableSchema schema) {
    TableSchema whole = Objects.requireNonNull(world.tables().get(schema.table())).schema();
    return !whole.deferrableKey()
        && whole.keyColumns().stream()
            .map(name -> whole.columns().get(whole.indexOf(name)))
            .noneMatch(Column::nullable);
  }

  /** A table whose rows nothing orders is read in one go. */
  private void whole(ItemTypePlan current, Chunk chunk, Pause pause) throws InterruptedException {
    List<Row> some = new ArrayList<>();
    TableSchema schema = expectations.schema(current);
    try {
      world
          .catalog()
          .read(
              schema,
              row -> {
                some.add(row);
                if (some.size() >= world.limits().chunkRows()) {
                  flush(current, some, chunk);
                }
              });
    } catch (Interrupted e) {
      throw e.cause;
    }
    take(current, expectations.seen(() -> expectations.chunk(current, some)), chunk);
    next(current, pause);
  }

  private void flush(ItemTypePlan current, List<Row> some, Chunk chunk) {
    try {
      List<Row> rows = expectations.counted(List.copyOf(some));
      take(current, expectations.seen(() -> expectations.chunk(current, rows)), chunk);
      some.clear();
    } catch (InterruptedException e) {
      throw new Interrupted(e);
    }
  }

  /** Carries an interruption through a reading, whose consumer cannot throw it. */
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient InterruptedException cause;

    Interrupted(InterruptedException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private void sample(ItemTypePlan current, Chunk chunk, Pause pause) throws InterruptedException {
    SampleSize size = Objects.requireNonNull(request.sample());
    long wanted = wanted(current, size);
    TableSchema schema = expectations.schema(current);
    int read = (int) Math.min(MOST_SAMPLED, OVERSAMPLE * wanted);
    int seed = (int) Math.floorMod(size.seed(), (long) MOST_SEED);
    List<Row> rows =
        new ArrayList<>(expectations.seen(() -> expectations.sample(schema, read, seed)));
    rows.sort(Comparator.comparingLong(row -> mixed(row, size.seed())));
    List<Row> chosen = rows.subList(0, (int) Math.min(wanted, rows.size()));
    int chunkRows = world.limits().chunkRows();
    for (int from = 0; from < chosen.size(); from += chunkRows) {
      List<Row> some = chosen.subList(from, Math.min(chosen.size(), from + chunkRows));
      take(current, expectations.seen(() -> expectations.chunk(current, some)), chunk);
    }
    next(current, pause);
  }

  private static long mixed(Row row, long seed) {
    long mixed = (row.key().hashCode() ^ seed) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 32);
  }

  private long wanted(ItemTypePlan current, SampleSize size) {
    if (size.rows() != null) {
      return Math.min(size.rows(), MOST_SAMPLED / OVERSAMPLE);
    }
    double percent = Objects.requireNonNull(size.percent());
    long rows = Objects.requireNonNull(world.tables().get(current.root())).estimatedRows();
    long wanted = (long) Math.ceil(Math.max(1_000, rows) * percent / 100);
    return Math.min(wanted, MOST_SAMPLED / OVERSAMPLE);
  }
}
