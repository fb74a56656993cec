package dev.lockstep.source.debezium;

import dev.lockstep.change.Change;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.source.TransactionSink;
import dev.lockstep.source.postgres.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Puts changes together to whole transactions. The version of a transaction is the end of its
 * commit record, which the log's reader learns only with the END: so a transaction that is too
 * large for memory waits in a file and flows in parts once it has ended.
 *
 * <p>Belongs to one run of the engine: what was begun and not ended is forgotten with it. One
 * thread.
 */
final class Assembler {
  private final int epoch;
  private final Limits limits;
  private final Spill spill;
  private final TransactionSink sink;
  private final LongSupplier consistentPoint;

  private volatile boolean loading;
  private boolean begun;
  private long records;
  private long spilledChanges;
  private List<Change> changes = new ArrayList<>();
  private long bytes;
  private long snapshotLsn;
  private long snapshotMicros;
  private volatile long lastLsn;
  private volatile Held held = Held.NOTHING;

  /**
   * The bounds of what is held.
   *
   * @param changes of a transaction
   * @param bytes of a transaction or slice
   * @param slice rows of a slice
   */
  record Limits(int changes, long bytes, int slice) {}

  /**
   * @param loading whether the run starts with a snapshot
   * @param consistentPoint asks for the snapshot's place in the log, when it had no rows to tell it
   */
  Assembler(
      int epoch,
      Limits limits,
      boolean loading,
      LongSupplier consistentPoint,
      Spill spill,
      TransactionSink sink) {
    this.epoch = epoch;
    this.limits = limits;
    this.loading = loading;
    this.consistentPoint = consistentPoint;
    this.spill = spill;
    this.sink = sink;
  }

  /** The newest position that was seen; 0 before the first. Any thread. */
  long lastLsn() {
    return lastLsn;
  }

  /** What is held of the transaction that is being read. Any thread. */
  Held held() {
    return held;
  }

  void begin() throws InterruptedException {
    endEmptySnapshot();
    forget();
    begun = true;
  }

  /** A record that is no change of its own. */
  void skip() {
    records++;
  }

  void change(Change change) {
    if (!begun) {
      throw new IllegalStateException("a change came outside a transaction");
    }
    records++;
    hold(change);
    if (changes.size() >= limits.changes() || bytes >= limits.bytes()) {
      spilledChanges += changes.size();
      spill.write(changes);
      drop();
    }
  }

  private void hold(Change change) {
    changes.add(change);
    bytes += ChangeSize.of(change);
    publish();
  }

  private void publish() {
    held = new Held(changes.size(), bytes, spilledChanges);
  }

  private void drop() {
    changes = new ArrayList<>();
    bytes = 0;
    publish();
  }

  private void forget() {
    drop();
    records = 0;
    spilledChanges = 0;
    begun = false;
    spill.clear();
  }

  /**
   * @param lsn the end of the commit record
   * @param announced how many records the reader says there were
   */
  void end(long lsn, long micros, long announced) throws InterruptedException {
    if (begun && announced != records) {
      throw new IllegalStateException(
          "of " + announced + " records of a transaction, " + records + " came");
    }
    lastLsn = lsn;
    if (spilledChanges > 0) {
      emitSpilled(lsn, micros);
    } else {
      emit(Transaction.Kind.STREAM, version(lsn, changes.size()), micros, true);
    }
    forget();
  }

  private void emitSpilled(long lsn, long micros) throws InterruptedException {
    spill.write(changes);
    long total = spilledChanges + changes.size();
    drop();
    long ordinal = 0;
    try (Spill.Reader reader = spill.read()) {
      for (Change change = reader.next(); change != null; change = reader.next()) {
        hold(change);
        ordinal++;
        boolean last = ordinal == total;
        if (last || changes.size() >= limits.changes() || bytes >= limits.bytes()) {
          emit(Transaction.Kind.STREAM, version(lsn, ordinal), micros, last);
        }
      }
    }
  }

  void message(long lsn, long micros) throws InterruptedException {
    endEmptySnapshot();
    lastLsn = lsn;
    emit(Transaction.Kind.STREAM, version(lsn, 0), micros, true);
  }

  /** A row of the snapshot, all of which share one place in the log. */
  void read(Change.Read row, long lsn, long micros, boolean last) throws InterruptedException {
    snapshotLsn = lsn;
    snapshotMicros = micros;
    lastLsn = lsn;
    hold(row);
    if (last) {
      loading = false;
      emit(Transaction.Kind.SNAPSHOT_END, version(lsn, 0), micros, true);
    } else if (changes.size() >= limits.slice() || bytes >= limits.bytes()) {
      flushSlice();
    }
  }

  /** Lets go of the rows at hand, so that the load does not wait for a full slice. */
  void flushSlice() throws InterruptedException {
    if (loading && !changes.isEmpty()) {
      emit(Transaction.Kind.SNAPSHOT, version(snapshotLsn, 0), snapshotMicros, false);
    }
  }

  private void endEmptySnapshot() throws InterruptedException {
    if (loading) {
      loading = false;
      long lsn = consistentPoint.getAsLong();
      emit(Transaction.Kind.SNAPSHOT_END, version(lsn, 0), 0, true);
    }
  }

  private Version version(long lsn, long ordinal) {
    return new Version(epoch, lsn, ordinal);
  }

  private void emit(Transaction.Kind kind, Version version, long micros, boolean resumable)
      throws InterruptedException {
    List<Change> held = changes;
    long heldBytes = bytes;
    drop();
    sink.accept(
        new Transaction(
            kind,
            version,
            micros,
            held,
            resumable ? Lsn.position(version.position()) : null,
            heldBytes));
  }

  int heldChanges() {
    return changes.size();
  }

  /** Whether the snapshot is still under way. Any thread. */
  boolean isLoading() {
    return loading;
  }
}
