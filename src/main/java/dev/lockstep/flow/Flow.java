package dev.lockstep.flow;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.item.Item;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.mapping.MapperOptions;
import dev.lockstep.mapping.MapperUse;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.TransactionSink;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a run's transactions to the writes for its applier: the parts between, wired. {@link #sink}
 * takes the transactions, on one thread; everything else may be asked by any.
 */
public final class Flow {
  private static final Logger log = LoggerFactory.getLogger(Flow.class);

  private final Parts parts;
  private final Options options;
  private final Notes notes;
  private final LoadProgress progress;
  private final Unchanged unchanged;
  private final FanOut fanOut = new FanOut(System::nanoTime);
  private final List<MapperUse> mappers = new ArrayList<>();
  private final TransactionProcessor processor;

  /**
   * What a flow lies between, all of it opened and closed by others.
   *
   * @param plan what items are made of
   * @param tables what the mapping reads
   * @param described where in the log they were described
   * @param items the target
   * @param applier writes to it
   * @param ledger learns what is acknowledged
   * @param turn whose turn it is to hand writes to the applier
   * @param letters what was set aside
   * @param rows the row store; empty where the plan keeps no rows
   * @param remapping to the mapping as it is; empty if the items are made with it already
   * @param metrics where it is counted
   */
  public record Parts(
      MappingPlan plan,
      Map<TableId, SourceTable> tables,
      Version described,
      ItemStore items,
      Applier applier,
      Ledger ledger,
      Turn turn,
      DeadLetters letters,
      Optional<KeptStore> rows,
      Optional<Remapping> remapping,
      Metrics metrics) {}

  /**
   * Its bounds.
   *
   * @param mapper of the slices that are mapped at once
   * @param cut how transactions are cut into parts
   * @param loadSliceRows rows that are mapped at once where tables are read
   * @param maxReads reads of items under way at once, in a load over earlier items
   * @param maxUnchangedKeys keys that are remembered in such a load
   * @param patience with the target
   */
  public record Options(
      MapperOptions mapper,
      TransactionCut cut,
      int loadSliceRows,
      int maxReads,
      int maxUnchangedKeys,
      UntilAnswered patience) {}

  /** What the next run has to know. Durable when a method returns. */
  public interface Notes {
    /**
     * A part of a transaction is about to be written.
     *
     * @param part its version
     */
    void cutsBy(TransactionCut cut, Version part);

    /** A load wrote every item, with this version. */
    void loadedAt(Version version);
  }

  /**
   * Wires it.
   *
   * @param load how it loads, if it does
   * @param notes for the next run
   * @param whenLoaded runs when all that is loaded, or rebuilt, is applied
   */
  public Flow(Parts parts, Options options, LoadPlan load, Notes notes, Runnable whenLoaded) {
    this.parts = parts;
    this.options = options;
    this.notes = notes;
    this.unchanged =
        new Unchanged(
            parts.items(),
            parts.applier(),
            load.compares(),
            options.maxReads(),
            options.maxUnchangedKeys());
    this.progress = LoadProgress.of(parts.tables(), parts.plan(), parts.remapping());
    if (load.needed() || parts.remapping().isPresent()) {
      progress.begin();
    }
    this.processor = processor(load, whenLoaded);
    publish();
  }

  private void publish() {
    parts.metrics().fanOut(fanOut::items);
    for (ItemTypePlan type : joined(parts.plan().itemTypes())) {
      parts.metrics().loadedItems(type.name(), () -> progress.items(type.name()));
    }
  }

  /** The item types that are built when all rows of a load are there. */
  static List<ItemTypePlan> joined(List<ItemTypePlan> types) {
    return types.stream().filter(ItemTypePlan::isJoined).toList();
  }

  private TransactionProcessor processor(LoadPlan load, Runnable whenLoaded) {
    Applier applier = parts.applier();
    Sweep sweep = new Sweep(parts.items(), applier);
    Moves moves = new Moves(parts.items(), applier, options.patience());
    SliceWriter writer = new SliceWriter(applier, moves, sweep, unchanged, parts.letters());
    Rebuild.Output output = new Rebuild.Output(applier, writer, sweep, parts.letters());
    LoadEnd loadEnd =
        new LoadEnd(
            parts.plan().tables(),
            applier,
            sweep,
            parts.letters(),
            progress,
            load,
            unchanged,
            version -> loaded(load, version, whenLoaded));
    return new TransactionProcessor(
        parts.ledger(),
        parts.turn(),
        new NotingParts(materialiser(output, whenLoaded), notes, options.cut(), options.patience()),
        writer,
        loadEnd,
        new ChangeMetrics(parts.metrics(), progress),
        parts.metrics(),
        InstantSource.system());
  }

  /** A load that left right items alone gave them no version. */
  private void loaded(LoadPlan load, Version version, Runnable whenLoaded) {
    if (!load.compares()) {
      try {
        notes.loadedAt(version);
      } catch (LockstepException e) {
        log.warn("the load's version could not be stored: {}", e.problem());
      }
    }
    whenLoaded.run();
  }

  private Materialiser materialiser(Rebuild.Output output, Runnable whenDone) {
    Rebuildable whole = items(parts.plan().itemTypes());
    if (parts.remapping().isEmpty()) {
      return whole;
    }
    Remapping remapping = parts.remapping().get();
    Remap remap = remapping.remap();
    return new Rebuild(
        remapping,
        parts.tables(),
        options.loadSliceRows(),
        new Rebuild.Makers(items(remap.unchanged()), items(remap.rebuilt()), whole),
        output,
        progress,
        whenDone,
        InstantSource.system());
  }

  private Rebuildable items(List<ItemTypePlan> types) {
    MappingPlan plan = parts.plan();
    Mapper mapper = plan.mapper(types, options.mapper(), parts.described(), parts.letters().rows());
    mappers.add(mapper.use());
    return parts.rows().isPresent()
        ? new KeptItems(
            plan.silentActions(options.cut().changes(), options.cut().bytes()),
            mapper,
            joined(types),
            parts.rows().get(),
            progress,
            fanOut)
        : new PlainItems(mapper);
  }

  /** Takes the transactions. */
  public TransactionSink sink() {
    return processor;
  }

  /** The version of the newest transaction that changed rows; empty if none has come yet. */
  public Optional<Version> newestChange() {
    return processor.newestChange();
  }

  /** From the commit of the newest transaction to its reading; null if none has come yet. */
  public @Nullable Double captureSeconds() {
    return processor.captureSeconds();
  }

  /** How far the load or the rebuilding is. */
  public LoadReport load() {
    return progress.report();
  }

  /** The transaction that is under way, if it came in more than one slice. */
  public @Nullable Spreading fanOut() {
    return fanOut.report();
  }

  /** What the mapper uses of a bound that uses most of it. */
  public long mapping(ToLongFunction<MapperUse> what) {
    return mappers.stream().mapToLong(what).max().orElse(0);
  }

  /** Keys that a load over earlier items remembers. */
  public long unchangedKeys() {
    return unchanged.count();
  }

  /** The item that the kept rows make of a root now; empty if they make none. */
  public Optional<Item> itemOfKeptRows(ItemTypePlan type, RowKey root) {
    return parts.rows().flatMap(store -> store.itemOf(parts.plan().mapper(type), type, root));
  }
}
