package dev.lockstep.flow;

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
import dev.lockstep.mapping.MapperOptions;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.source.TransactionSink;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands between the source and the target in a run, wired as a run wires it. */
final class Inside implements AutoCloseable {
  private static final Flow.Notes UNNOTED =
      new Flow.Notes() {
        @Override
        public void cutsBy(TransactionCut cut, Version part) {
          // The next run cuts in the same way.
        }

        @Override
        public void loadedAt(Version version) {
          // Nobody asks for it.
        }
      };

  private final DeadLetters letters;
  private final Ledger ledger;
  private final Applier applier;
  private final TransactionSink sink;

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
    ledger = new Ledger(resumed);
    applier = appliers.apply(target);
    Flow flow =
        new Flow(
            new Flow.Parts(
                plan,
                Map.of(),
                new Version(0, 0, 0),
                target,
                applier,
                ledger,
                new Turn(),
                letters,
                Optional.ofNullable(rows),
                Optional.empty(),
                new Metrics()),
            new Flow.Options(
                MapperOptions.defaults(),
                TransactionCut.of(4, Long.MAX_VALUE, plan),
                1_000,
                8,
                maxUnchangedKeys,
                UntilAnswered.atOnce()),
            load,
            UNNOTED,
            () -> {});
    sink = flow.sink();
    if (load.needed()) {
      applier.beginLoad(load.inBatches());
    }
  }

  void deliver(List<Transaction> transactions) throws InterruptedException {
    for (Transaction transaction : transactions) {
      sink.accept(transaction);
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
