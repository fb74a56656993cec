package dev.lockstep.daemon;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Ledger;
import dev.lockstep.config.Config;
import dev.lockstep.item.Item;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.Mapper;
import dev.lockstep.mapping.MapperUse;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.LockstepException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a run's transactions to the writes for its applier: the parts between, wired. */
final class Processing {
  private static final Logger log = LoggerFactory.getLogger(Processing.class);

  private final Config config;
  private final MappingPlan plan;
  private final ControlSide control;
  private final DeadLetters letters;
  private final Optional<KeptStore> rows;
  private final Applier applier;
  private final Ledger ledger;
  private final Turn turn;
  private final LoadProgress progress;
  private final Unchanged unchanged;
  private final FanOut fanOut = new FanOut(System::nanoTime);
  private final List<MapperUse> mappers = new ArrayList<>();
  private final TransactionProcessor processor;
  private @Nullable LoadEnd loadEnd;

  /**
   * @param load how it loads, if it does
   * @param whenLoaded runs when all that is loaded, or rebuilt, is applied
   */
  Processing(
      Surroundings around,
      LoadPlan load,
      Ledger ledger,
      Applier applier,
      Turn turn,
      Runnable whenLoaded) {
    this.config = around.config();
    this.plan = around.plan();
    this.control = around.control();
    this.letters = around.letters();
    this.rows = around.rows();
    this.ledger = ledger;
    this.applier = applier;
    this.turn = turn;
    this.progress = around.progress();
    if (load.needed() || around.remapping().isPresent()) {
      progress.begin();
    }
    this.unchanged = Wiring.unchanged(config, around.items(), applier, load);
    this.processor = processor(around, load, whenLoaded);
    around.metrics().fanOut(fanOut::items);
    for (ItemTypePlan type : around.joinedTypes()) {
      around.metrics().loadedItems(type.name(), () -> progress.items(type.name()));
    }
  }

  private TransactionProcessor processor(Surroundings around, LoadPlan load, Runnable whenLoaded) {
    ItemStore items = around.items();
    UntilAnswered patience = Wiring.patience(config);
    Sweep sweep = new Sweep(items, applier);
    SliceWriter writer =
        new SliceWriter(applier, new Moves(items, applier, patience), sweep, unchanged, letters);
    Materialiser making =
        materialiser(around, new Rebuild.Output(applier, writer, sweep, letters), whenLoaded);
    return new TransactionProcessor(
        ledger,
        turn,
        new NotingParts(making, control, TransactionCut.of(config, plan), patience),
        writer,
        loadEnd(sweep, load, whenLoaded),
        new ChangeMetrics(around.metrics(), progress),
        around.metrics(),
        InstantSource.system());
  }

  private LoadEnd loadEnd(Sweep sweep, LoadPlan load, Runnable whenLoaded) {
    Runnable then =
        () -> {
          rememberLoad(load);
          whenLoaded.run();
        };
    LoadEnd made =
        new LoadEnd(plan.tables(), applier, sweep, letters, progress, load, unchanged, then);
    loadEnd = made;
    return made;
  }

  /** A load that left right items alone gave them no version. */
  private void rememberLoad(LoadPlan load) {
    LoadEnd reached = loadEnd;
    if (reached != null && !load.compares()) {
      try {
        reached.version().ifPresent(control::loadedAt);
      } catch (LockstepException e) {
        log.warn("{}: the load's version could not be stored: {}", config.pipeline(), e.problem());
      }
    }
  }

  private Materialiser materialiser(Surroundings around, Rebuild.Output output, Runnable whenDone) {
    Version described = around.source().catalog().currentVersion();
    Rebuildable whole = items(plan.itemTypes(), described);
    if (around.remapping().isEmpty()) {
      return whole;
    }
    Remapping remapping = around.remapping().get();
    Remap remap = remapping.remap();
    return new Rebuild(
        remapping,
        around.source().tables(),
        config.source().limits().loadSliceRows(),
        new Rebuild.Makers(
            items(remap.unchanged(), described), items(remap.rebuilt(), described), whole),
        output,
        progress,
        whenDone,
        InstantSource.system());
  }

  private Rebuildable items(List<ItemTypePlan> types, Version described) {
    Mapper mapper = plan.mapper(types, Wiring.mapper(config), described, letters.rows());
    mappers.add(mapper.use());
    return rows.isPresent()
        ? new KeptItems(
            Wiring.silentActions(config, plan),
            mapper,
            Surroundings.joined(types),
            rows.get(),
            progress,
            fanOut)
        : new PlainItems(mapper);
  }

  /** Takes the transactions. */
  TransactionProcessor processor() {
    return processor;
  }

  LoadProgress progress() {
    return progress;
  }

  FanOut fanOut() {
    return fanOut;
  }

  /** What the mapper uses of a bound that uses most of it. */
  long mapping(ToLongFunction<MapperUse> what) {
    return mappers.stream().mapToLong(what).max().orElse(0);
  }

  /** Keys that a load over earlier items remembers. */
  long unchangedKeys() {
    return unchanged.count();
  }

  /** The item that the kept rows make of a root now; empty if they make none. */
  Optional<Item> itemOfKeptRows(ItemTypePlan type, RowKey root) {
    return rows.flatMap(store -> store.itemOf(plan.mapper(type), type, root));
  }
}
