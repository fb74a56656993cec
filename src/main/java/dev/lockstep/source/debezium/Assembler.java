package dev.lockstep.source.debezium;

import dev.lockstep.change.Change;
import dev.lockstep.change.ChangeSize;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.source.SourceStatus.Held;
import dev.lockstep.source.TransactionSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts changes together to whole transactions. The place of a transaction in the log, and so its
 * version, is known only with its END: so a transaction that is too large for memory waits in a
 * file and flows in parts once it has ended.
 *
 * <p>Belongs to one run of the engine: what was begun and not ended is forgotten with it. One
 * thread.
 */
final class Assembler {
  private final int epoch;
  private final Limits limits;
  private final Spill spill;
  private final TransactionSink sink;
  private final Supplier<Place> consistentPoint;

  private volatile boolean loading;
  private boolean begun;
  private long records;
  private long spilledChanges;
  private List<Change> changes = new ArrayList<>();
  private long bytes;
  private long snapshotPosition;
  private long snapshotMicros;
  private volatile long lastPosition;
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
      Supplier<Place> consistentPoint,
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
  long lastPosition() {
    return lastPosition;
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
   * @param announced how many records the reader says there were
   */
  void end(Place place, long micros, long announced) throws InterruptedException {
    if (begun && announced != records) {
      throw new IllegalStateException(
          "of " + announced + " records of a transaction, " + records + " came");
    }
    lastPosition = place.position();
    if (spilledChanges > 0) {
      emitSpilled(place, micros);
    } else {
      emit(
          Transaction.Kind.STREAM,
          version(place.position(), changes.size()),
          micros,
          place.resume());
    }
    forget();
  }

  private void emitSpilled(Place place, long micros) throws InterruptedException {
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
          Version version = version(place.position(), ordinal);
          emit(Transaction.Kind.STREAM, version, micros, last ? place.resume() : null);
        }
      }
    }
  }

  /** How far the log was read, and when that was its end. */
  void message(Place place, long micros) throws InterruptedException {
    endEmptySnapshot();
    lastPosition = place.position();
    emit(Transaction.Kind.STREAM, version(place.position(), 0), micros, place.resume());
  }

  /** A row of the snapshot, all of which share one place in the log. */
  void read(Change.Read row, long position, long micros) throws InterruptedException {
    snapshotPosition = position;
    snapshotMicros = micros;
    lastPosition = position;
    hold(row);
    if (changes.size() >= limits.slice() || bytes >= limits.bytes()) {
      flushSlice();
    }
  }

  /** The last row of the snapshot. */
  void readLast(Change.Read row, Place place, long micros) throws InterruptedException {
    lastPosition = place.position();
    hold(row);
    emit(Transaction.Kind.SNAPSHOT_END, version(place.position(), 0), micros, place.resume());
    loading = false;
  }

  /** Lets go of the rows at hand, so that the load does not wait for a full slice. */
  void flushSlice() throws InterruptedException {
    if (loading && !changes.isEmpty()) {
      emit(Transaction.Kind.SNAPSHOT, version(snapshotPosition, 0), snapshotMicros, null);
    }
  }

  private void endEmptySnapshot() throws InterruptedException {
    if (loading) {
      if (snapshotPosition != 0) {
        throw new IllegalStateException("the log came before the last row of the snapshot");
      }
      Place place = consistentPoint.get();
      emit(Transaction.Kind.SNAPSHOT_END, version(place.position(), 0), 0, place.resume());
      loading = false;
    }
  }

  private Version version(long position, long ordinal) {
    return new Version(epoch, position, ordinal);
  }

  private void emit(
      Transaction.Kind kind, Version version, long micros, @Nullable SourcePosition resume)
      throws InterruptedException {
    List<Change> held = changes;
    long heldBytes = bytes;
    drop();
    sink.accept(new Transaction(kind, version, micros, held, resume, heldBytes));
  }

  int heldChanges() {
    return changes.size();
  }

  /** Whether the snapshot is under way: until its end was taken. Any thread. */
  boolean isLoading() {
    return loading;
  }

  /** Whether a transaction has begun and not ended. */
  boolean isOpen() {
    return begun;
  }
}
