package dev.lockstep.daemon;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ApplyListener;
import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.ApplyState;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.letters.Letters;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.mapping.MapperOptions;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands between the source and the target in a run, wired as a run wires it. */
final class Inside implements AutoCloseable {
  private final DeadLetters letters;
  private final Ledger ledger;
  private final Applier applier;
  private final TransactionProcessor processor;
  private final FanOut fanOut = new FanOut(System::nanoTime);

  /**
   * @param rows what keeps rows; null for a plan that keeps none
   */
  Inside(
      RecordingStore target,
      MappingPlan plan,
      LoadPlan load,
      Optional<Checkpoint> resumed,
      @Nullable KeptStore rows,
      ApplyOptions options,
      int maxUnchangedKeys) {
    this(target, plan, load, resumed, rows, options, maxUnchangedKeys, Letters.halting());
  }

  /**
   * @param rows what keeps rows; null for a plan that keeps none
   * @param letters takes what is bad; closed with this
   */
  Inside(
      ItemStore store,
      MappingPlan plan,
      LoadPlan load,
      Optional<Checkpoint> resumed,
      @Nullable KeptStore rows,
      ApplyOptions options,
      int maxUnchangedKeys,
      DeadLetters letters) {
    this(
        store,
        plan,
        load,
        resumed,
        rows,
        maxUnchangedKeys,
        letters,
        target -> Applier.start(target, options, ApplyListener.none(), letters.refusedWrites()));
  }

  /**
   * @param rows what keeps rows; null for a plan that keeps none
   * @param letters takes what is bad; closed with this
   * @param appliers makes the applier of a target
   */
  Inside(
      ItemStore store,
      MappingPlan plan,
      LoadPlan load,
      Optional<Checkpoint> resumed,
      @Nullable KeptStore rows,
      int maxUnchangedKeys,
      DeadLetters letters,
      Function<ItemStore, Applier> appliers) {
    this.letters = letters;
    ItemStore target = letters.guarding(store);
    Mapper mapper =
        plan.mapper(
            plan.itemTypes(), MapperOptions.defaults(), new Version(0, 0, 0), letters.rows());
    ledger = new Ledger(resumed);
    applier = appliers.apply(target);
    Sweep sweep = new Sweep(target, applier);
    Unchanged unchanged = new Unchanged(target, applier, load.compares(), 8, maxUnchangedKeys);
    LoadProgress progress = new LoadProgress(Map.of(), List.of());
    Metrics metrics = new Metrics();
    processor =
        new TransactionProcessor(
            ledger,
            new Turn(),
            rows == null
                ? new PlainItems(mapper)
                : new KeptItems(
                    plan.silentActions(4, Long.MAX_VALUE),
                    mapper,
                    Surroundings.joined(plan.itemTypes()),
                    rows,
                    progress,
                    fanOut),
            new SliceWriter(
                applier,
                new Moves(target, applier, UntilAnswered.atOnce()),
                sweep,
                unchanged,
                letters),
            new LoadEnd(
                plan.tables(), applier, sweep, letters, progress, load, unchanged, () -> {}),
            new ChangeMetrics(metrics, progress),
            metrics,
            InstantSource.system());
    if (load.needed()) {
      applier.beginLoad(load.inBatches());
    }
  }

  void deliver(List<Transaction> transactions) throws InterruptedException {
    for (Transaction transaction : transactions) {
      processor.accept(transaction);
    }
  }

  /** Delivers, and waits until everything is durable. */
  void deliver(Transaction... transactions) throws InterruptedException {
    deliver(List.of(transactions));
    settle();
  }

  private void settle() throws InterruptedException {
    do {
      applier.drain();
    } while (letters.isBusy());
  }

  ApplyState state() {
    return applier.state();
  }

  Optional<Checkpoint> checkpoint() {
    return ledger.checkpoint();
  }

  @Override
  public void close() {
    applier.close();
    letters.close();
  }
}
