package dev.lockstep.checkpoint;

import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides how far the checkpoint may advance. Transactions are registered in the order in which the
 * source delivers them and finish in any order; the checkpoint is the newest position such that
 * everything up to it is settled. Its ancestor is Kafka Connect's {@code SubmittedRecords}.
 *
 * <p><b>Two ends.</b> A transaction is <i>acknowledged</i> when all its writes are durable: that is
 * what lag and draining mean. It is <i>settled</i> when, besides, its tombstones are buried: that
 * is what the checkpoint follows, so that a tombstone can never be forgotten.
 *
 * <p><b>Repeats.</b> A source that restarts inside the process delivers again what came after the
 * newest durable position. What is settled up to the checkpoint need not be done again, and must
 * not be: a repeated put could bring back an item whose delete is already behind the checkpoint. So
 * {@link #register} refuses it. What came after the checkpoint is done again, and until the repeat
 * is settled the first delivery counts for nothing: its positions are withdrawn.
 *
 * <p><b>Cost.</b> All operations are O(1) amortised, but for the first repeated transaction after a
 * restart, which looks at every entry held. Settled entries behind an unsettled one are merged, so
 * what is held is proportional to what is unsettled, not to what passed by. With more than {@value
 * #EXACT} entries, positions are kept for one entry in {@value #STRIDE} only: the checkpoint may
 * then lag behind by so many transactions.
 *
 * <p>Thread-safe: one short lock. Registration must come from one thread, or be ordered otherwise.
 */
public final class Ledger {
  private static final int EXACT = 1_024;
  private static final int STRIDE = 64;

  /** In the order of delivery; everything before the first is settled. */
  private final EntryChain entries = new EntryChain();

  /** Oldest entry that is not acknowledged, or null. */
  private @Nullable Entry waiting;

  private @Nullable Checkpoint checkpoint;
  private long newestMicros;
  private @Nullable Version acknowledgedUpTo;

  /**
   * Of the newest transaction with changes: a version not above it says that the source restarted.
   */
  private @Nullable Version newest;

  /** Of the load that comes or came last: another one says that the load has begun again. */
  private @Nullable Version load;

  /** Abandoned, and its repeat has not begun: what comes meanwhile is out of order. */
  private @Nullable Entry broken;

  private long registered;
  private int unacknowledged;
  private int unsettled;
  private long changes;
  private long bytes;

  /**
   * Begins where an earlier run ended.
   *
   * @param resumed what the source resumes from; empty before the load is complete
   */
  public Ledger(Optional<Checkpoint> resumed) {
    this.checkpoint = resumed.orElse(null);
    this.acknowledgedUpTo = resumed.map(Checkpoint::version).orElse(null);
    this.newestMicros = resumed.map(Checkpoint::commitMicros).orElse(0L);
  }

  /**
   * Takes note of the next transaction. One without changes has to be acknowledged and settled like
   * any other.
   *
   * @return the handle to acknowledge and settle it by; empty if everything up to its version is
   *     settled already: it is a repeat, and must be dropped
   */
  public synchronized Optional<Entry> register(Transaction transaction) {
    if (isSettled(transaction.version())) {
      return Optional.empty();
    }
    if (transaction.kind() != Transaction.Kind.STREAM) {
      noteLoad(transaction.version());
    }
    if (!transaction.changes().isEmpty()) {
      noteRepeat(transaction);
    }
    newestMicros = Math.max(newestMicros, transaction.commitMicros());
    Entry entry = new Entry(transaction);
    keepBehindBroken(entry, transaction);
    append(entry);
    unacknowledged++;
    unsettled++;
    changes += entry.changes;
    bytes += entry.bytes;
    return Optional.of(entry);
  }

  private boolean isSettled(Version version) {
    return checkpoint != null && !version.isAfter(checkpoint.version());
  }

  /**
   * A source that found no durable position when it restarted loads again, and no log from before
   * that load is kept for it: what came earlier, the end of the first load among it, must not
   * become the checkpoint any more.
   */
  private void noteLoad(Version version) {
    if (load != null && !load.equals(version)) {
      checkpoint = null;
      withdrawFrom(load);
    }
    load = version;
  }

  private void noteRepeat(Transaction transaction) {
    Version version = transaction.version();
    if (newest != null && isRepeat(transaction, newest)) {
      withdrawFrom(version);
    }
    newest = version;
  }

  /** Slices of a snapshot share one version; transactions of the log never do. */
  private static boolean isRepeat(Transaction transaction, Version newest) {
    int order = transaction.version().compareTo(newest);
    return order < 0 || (order == 0 && transaction.kind() == Transaction.Kind.STREAM);
  }

  private void withdrawFrom(Version version) {
    for (Entry entry = entries.first(); entry != null; entry = entry.next) {
      entry.withdrawFrom(version);
    }
    if (acknowledgedUpTo != null && !version.isAfter(acknowledgedUpTo)) {
      acknowledgedUpTo = checkpoint == null ? null : checkpoint.version();
    }
  }

  private void keepBehindBroken(Entry entry, Transaction transaction) {
    if (broken != null && broken.isRepeatedBy(transaction)) {
      broken = null;
    }
    if (broken != null) {
      entry.withdrawFrom(broken.version);
    }
  }

  private void append(Entry entry) {
    if (entries.last() != null) {
      thin(entries.last());
    }
    entries.append(entry);
    registered++;
    if (waiting == null) {
      waiting = entry;
    }
  }

  private void thin(Entry entry) {
    if (entries.size() > EXACT && registered % STRIDE != 0) {
      entry.milestone = null;
    }
  }

  /** All writes of the transaction are durable. Harmless if repeated. */
  public synchronized void acknowledged(Entry entry) {
    if (entry.acknowledged) {
      return;
    }
    entry.acknowledged = true;
    unacknowledged--;
    changes -= entry.changes;
    bytes -= entry.bytes;
    while (waiting != null && waiting.acknowledged) {
      passAcknowledged(waiting);
      waiting = waiting.next;
    }
  }

  private void passAcknowledged(Entry entry) {
    boolean counts = !entry.withdrawn;
    if (counts && (acknowledgedUpTo == null || entry.version.isAfter(acknowledgedUpTo))) {
      acknowledgedUpTo = entry.version;
    }
  }

  /**
   * Nothing is left to do for the transaction: its writes are durable, its tombstones buried.
   * Implies {@link #acknowledged}. Harmless if repeated.
   */
  public synchronized void settled(Entry entry) {
    acknowledged(entry);
    if (entry.settled) {
      return;
    }
    entry.settled = true;
    unsettled--;
    mergeAround(entry);
    for (Entry first = entries.first(); first != null && first.settled; first = entries.first()) {
      passSettled(first);
      entries.unlink(first);
    }
  }

  /**
   * The delivery of this transaction, the newest, broke off; the source will deliver it again from
   * the durable position. Until then nothing from its version on becomes the checkpoint, but the
   * entry itself is waited for no longer: the repeat takes its place, and its writes come after
   * those that were submitted for this one. Later acknowledgements of the entry are harmless, and
   * so is a repeated call.
   *
   * <p>The repeat of a part of a load is a new load, which may have another version. A transaction
   * without changes need not be repeated.
   */
  public synchronized void abandoned(Entry entry) {
    if (!entry.abandoned && !isSettled(entry.version)) {
      entry.abandoned = true;
      withdrawFrom(entry.version);
      entry.withdrawFrom(entry.version);
      breakOff(entry);
    }
    settled(entry);
  }

  private void breakOff(Entry entry) {
    if (broken == null && entry.mustBeRepeated()) {
      broken = entry;
    }
  }

  private void mergeAround(Entry entry) {
    if (entry.previous != null && entry.previous.settled) {
      entry.absorb(entry.previous);
      entries.unlink(entry.previous);
    }
    if (entry.next != null && entry.next.settled) {
      entry.next.absorb(entry);
      entries.unlink(entry);
    }
  }

  private void passSettled(Entry entry) {
    Checkpoint milestone = entry.milestone;
    if (milestone != null && !isSettled(milestone.version())) {
      checkpoint = milestone;
    }
  }

  /**
   * The newest checkpoint that may be stored: everything up to it is settled. Never moves back.
   * Empty before the load is complete.
   */
  public synchronized Optional<Checkpoint> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }

  /** The newest version such that everything delivered up to it is acknowledged. */
  public synchronized Optional<Version> acknowledgedUpTo() {
    return Optional.ofNullable(acknowledgedUpTo);
  }

  /**
   * Whether the source has delivered everything up to a version and all of it is acknowledged. True
   * only when something at or after that version was acknowledged, so a marker has to follow it.
   */
  public synchronized boolean drainedPast(Version version) {
    return acknowledgedUpTo != null && !version.isAfter(acknowledgedUpTo);
  }

  /** Whether nothing that was registered came after the checkpoint. */
  public synchronized boolean endsWithCheckpoint() {
    return newest == null || isSettled(newest);
  }

  /** Commit time of the oldest transaction not yet acknowledged, microseconds; empty if none. */
  public synchronized Optional<Long> oldestUnacknowledgedMicros() {
    return waiting == null ? Optional.empty() : Optional.of(waiting.commitMicros);
  }

  /**
   * Age of the oldest committed change not yet acknowledged, in seconds; 0 when there is none, and
   * never negative.
   */
  public double lagSeconds(Instant now) {
    long nowMicros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
    long micros = oldestUnacknowledgedMicros().map(oldest -> nowMicros - oldest).orElse(0L);
    return Math.max(0, micros) / 1e6;
  }

  /**
   * Commit time of the newest transaction or heartbeat that was delivered, microseconds, or that
   * was resumed from; empty before any.
   */
  public synchronized Optional<Long> newestMicros() {
    return newestMicros == 0 ? Optional.empty() : Optional.of(newestMicros);
  }

  /** What is on its way. */
  public synchronized Outstanding outstanding() {
    return new Outstanding(unacknowledged, unsettled, changes, bytes);
  }

  /** Entries in memory; for tests of what that costs. */
  synchronized int held() {
    return entries.size();
  }

  /**
   * What is on its way.
   *
   * @param unacknowledged transactions (and parts, and slices) with a write not yet durable
   * @param unsettled the same, and those that wait for a tombstone's burial
   * @param changes row changes of the unacknowledged ones
   * @param bytes estimated heap of those changes
   */
  public record Outstanding(int unacknowledged, int unsettled, long changes, long bytes) {}

  /** A registered transaction; what it holds belongs to the ledger. */
  public static final class Entry {
    private final Version version;
    private final long commitMicros;
    private final int changes;
    private final long bytes;
    private final boolean loads;
    private @Nullable Checkpoint milestone;
    @Nullable Entry previous;
    @Nullable Entry next;
    private boolean acknowledged;
    private boolean settled;
    private boolean withdrawn;
    private boolean abandoned;

    private Entry(Transaction transaction) {
      this.version = transaction.version();
      this.commitMicros = transaction.commitMicros();
      this.changes = transaction.changes().size();
      this.bytes = transaction.bytes();
      this.loads = transaction.kind() != Transaction.Kind.STREAM;
      this.milestone =
          transaction.position() == null
              ? null
              : new Checkpoint(transaction.position(), version, commitMicros);
    }

    /** Version of the transaction. */
    public Version version() {
      return version;
    }

    /** Commit time of the transaction, microseconds since the epoch. */
    public long commitMicros() {
      return commitMicros;
    }

    private boolean mustBeRepeated() {
      return loads || changes > 0;
    }

    private boolean isRepeatedBy(Transaction other) {
      if (other.kind() != Transaction.Kind.STREAM) {
        return true;
      }
      return !loads && !other.changes().isEmpty() && !other.version().isAfter(version);
    }

    private void withdrawFrom(Version from) {
      withdrawn |= !from.isAfter(version);
      if (milestone != null && !from.isAfter(milestone.version())) {
        milestone = null;
      }
    }

    private void absorb(Entry earlier) {
      if (milestone == null) {
        milestone = earlier.milestone;
      }
    }
  }
}
