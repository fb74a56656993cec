package dev.lockstep.oracle;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.UnnettableException;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.oracle.Evaluator.Bad;
import dev.lockstep.oracle.Evaluator.Expected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plays a life: the database carries its transactions out, the pipeline gets them in the way that
 * the life says, and after each of them the items are held against those that the rows should have.
 */
final class Play implements AutoCloseable {
  private final Life life;
  private final Database database;
  private final Pipeline pipeline;
  private final Findings findings = new Findings();
  private final List<Committed> committed = new ArrayList<>();
  private final List<StoredItems.State> states = new ArrayList<>();
  private Expected expected = new Expected(Map.of(), Set.of());
  private int settled;
  private long position = 1000;

  /**
   * What a play found.
   *
   * <p>{@code needless} counts writes of items that are as they were.
   */
  static final class Findings {
    int transactions;
    int writes;
    int needless;
    int unnettable;
    int badWorlds;
    int unlogged;

    void add(Findings other) {
      transactions += other.transactions;
      writes += other.writes;
      needless += other.needless;
      unnettable += other.unnettable;
      badWorlds += other.badWorlds;
      unlogged += other.unlogged;
    }

    @Override
    public String toString() {
      return transactions
          + " transactions, "
          + writes
          + " writes, "
          + needless
          + " of them needless; "
          + unnettable
          + " transactions had to flow whole, "
          + badWorlds
          + " worlds ended at a bad row, "
          + unlogged
          + " changes were not logged";
    }
  }

  /** A transaction that was committed, with how it was cut. */
  private record Committed(long position, List<Change> changes, int part) {
    Version version() {
      return new Version(0, position, changes.size());
    }
  }

  private Play(Life life, Stores stores, Flaw flaw) {
    this.life = life;
    this.database = new Database(life.schema());
    this.pipeline = new Pipeline(life.schema(), life.mapping(), life.sliceItems(), stores, flaw);
  }

  /**
   * Plays a life to its end, or to its first bad row.
   *
   * @throws AssertionError if the items are not those that the rows should have
   */
  static Findings run(Life life, Stores stores, Flaw flaw) throws InterruptedException {
    try (Play play = new Play(life, stores, flaw)) {
      play.run();
      return play.findings;
    }
  }

  private void run() throws InterruptedException {
    boolean goesOn = begin();
    for (int i = 0; goesOn && i < life.steps().size(); i++) {
      Step step = life.steps().get(i);
      happen(step);
      List<Change> changes = database.transact(step.statements());
      findings.unlogged += database.unlogged();
      position += 1 + changes.size();
      Committed transaction = new Committed(position, changes, step.part());
      committed.add(transaction);
      deliver(step, transaction);
      states.add(pipeline.state());
      goesOn = compare("after transaction " + i, transaction.part() == 0);
    }
  }

  private boolean begin() throws InterruptedException {
    List<Change> inserts = database.transact(life.first());
    List<Change> rows = life.loads() ? reads() : List.of();
    int half = rows.size() / 2;
    pipeline.load(snapshot(Transaction.Kind.SNAPSHOT, rows.subList(0, half)));
    pipeline.load(snapshot(Transaction.Kind.SNAPSHOT_END, rows.subList(half, rows.size())));
    committed.add(new Committed(position, List.of(), 0));
    states.add(pipeline.state());
    if (!life.loads()) {
      position++;
      committed.add(new Committed(position, inserts, 0));
      deliver(committed.get(1), 0);
      states.add(pipeline.state());
    }
    return compare("at first", true);
  }

  private List<Change> reads() {
    List<Change> reads = new ArrayList<>();
    for (TableModel table : life.schema().tables()) {
      database
          .of(table)
          .forEach(row -> reads.add(new Change.Read(new Row(table.schema(), row.clone()))));
    }
    return reads;
  }

  private Transaction snapshot(Transaction.Kind kind, List<Change> rows) {
    SourcePosition resume =
        kind == Transaction.Kind.SNAPSHOT_END ? new SourcePosition("load") : null;
    return new Transaction(kind, new Version(0, position, 0), position, rows, resume, 0);
  }

  /** What happens before a transaction comes. */
  private void happen(Step step) throws InterruptedException {
    int from = Math.max(settled, committed.size() - 1 - step.back());
    switch (step.before()) {
      case CHECKPOINT -> {
        pipeline.checkpoint(committed.get(from).version());
        settled = from;
      }
      case REDELIVERY -> repeat(from + 1, 0);
      case CRASH, NOTHING -> {}
    }
  }

  /** A crash comes amid the transaction, if it flows in parts. */
  private void deliver(Step step, Committed transaction) throws InterruptedException {
    pipeline.takeWritten();
    if (step.before() == Step.Event.CRASH) {
      List<Transaction> parts = parts(transaction, transaction.part());
      for (Transaction part : parts.subList(0, Math.min(step.back(), parts.size() - 1))) {
        pipeline.deliver(part);
      }
      int from = Math.max(settled, committed.size() - 2 - step.back());
      crash(from);
      repeat(from + 1, life.schema().mayFlowInParts() ? step.back() % 3 : 0);
    } else {
      deliver(transaction, transaction.part());
    }
  }

  /** What was written after the checkpoint may or may not be there, key by key. */
  private void crash(int checkpoint) {
    List<StoredItems.State> since = states.subList(checkpoint, states.size());
    pipeline.crash(committed.get(checkpoint).version(), since, new Random(position));
  }

  /**
   * Delivers again what was committed, in other parts than the first time; but the newest, of which
   * only a part may have come, as it was cut then.
   */
  private void repeat(int from, int part) throws InterruptedException {
    pipeline.repeat(true);
    int newest = committed.size() - 1;
    for (int i = from; i <= newest; i++) {
      Committed transaction = committed.get(i);
      deliver(transaction, part == 0 || i == newest ? transaction.part() : part);
    }
    pipeline.repeat(false);
    pipeline.takeWritten();
  }

  private void deliver(Committed transaction, int part) throws InterruptedException {
    try {
      for (Transaction each : parts(transaction, part)) {
        pipeline.deliver(each);
      }
    } catch (UnnettableException e) {
      findings.unnettable++;
      crash(committed.indexOf(transaction) - 1);
      pipeline.deliverWhole(parts(transaction, 0).get(0));
    }
  }

  private static List<Transaction> parts(Committed transaction, int part) {
    List<Transaction> parts = new ArrayList<>();
    List<Change> changes = transaction.changes();
    int size = part == 0 ? Math.max(1, changes.size()) : part;
    int from = 0;
    do {
      int to = Math.min(changes.size(), from + size);
      boolean last = to == changes.size();
      parts.add(
          new Transaction(
              Transaction.Kind.STREAM,
              new Version(0, transaction.position(), to),
              transaction.position(),
              changes.subList(from, to),
              last ? new SourcePosition("p" + transaction.position()) : null,
              0));
      from = to;
    } while (from < changes.size());
    return parts;
  }

  /**
   * Holds the items against what they should be; false if there are bad rows, and the pipeline said
   * so.
   */
  private boolean compare(String when, boolean whole) {
    findings.transactions++;
    Expected now = Evaluator.evaluate(life.mapping(), database);
    List<BadRow> told = pipeline.takeBadRows();
    Set<Bad> bad = told.stream().map(Play::bad).collect(Collectors.toSet());
    if (!bad.equals(now.bad())) {
      throw new AssertionError(
          when + "\nthe bad rows are " + told + "\nbut should be " + now.bad());
    }
    if (!bad.isEmpty()) {
      findings.badWorlds++;
      return false;
    }
    String differences = differences(now.items(), pipeline.items());
    if (!differences.isEmpty()) {
      throw new AssertionError(when + "\n" + differences);
    }
    count(when, whole, now);
    expected = now;
    return true;
  }

  private static Bad bad(BadRow row) {
    return new Bad(
        row.itemType(), row.row().values().stream().map(Objects::requireNonNull).toList());
  }

  private void count(String when, boolean whole, Expected now) {
    List<ItemKey> written = pipeline.takeWritten();
    Set<ItemKey> once = new HashSet<>(written);
    findings.writes += written.size();
    if (whole && life.sliceItems() > 100 && once.size() < written.size()) {
      throw new AssertionError(when + "\nan item was written twice: " + written);
    }
    for (ItemKey key : once) {
      boolean same = Objects.equals(now.items().get(key), expected.items().get(key));
      findings.needless += same ? 1 : 0;
    }
  }

  static String differences(
      Map<ItemKey, Map<String, Value>> expected, Map<ItemKey, Map<String, Value>> actual) {
    Set<ItemKey> keys = new HashSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    Map<ItemKey, String> different = new HashMap<>();
    for (ItemKey key : keys) {
      Map<String, Value> wanted = expected.get(key);
      Map<String, Value> there = actual.get(key);
      if (!Objects.equals(wanted, there)) {
        different.put(key, "\n  should be " + wanted + "\n  but is    " + there);
      }
    }
    return different.entrySet().stream()
        .map(e -> e.getKey() + e.getValue())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
