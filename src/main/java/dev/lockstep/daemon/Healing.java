package dev.lockstep.daemon;

import dev.lockstep.apply.ItemRepairs;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.Version;
import dev.lockstep.config.Config;
import dev.lockstep.cutover.CutoverSteps.Limit;
import dev.lockstep.cutover.RehearsalSteps.Healed;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.source.SourceSnapshot;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds whatever is not as the source says while changes are applied, and repairs it. Holds the
 * expected items in memory.
 *
 * <p>An item that is missing may belong to a row that was deleted after the snapshot, so it is made
 * only if it is missing in the next round too.
 *
 * <p>A round compares with a snapshot of the source at one place in its log, once all before that
 * place is applied. An item with a version after that place, and not after the end of the log, was
 * written by the pipeline meanwhile and is left to the next round. Any other difference was made by
 * a stranger, whatever version it has, and is repaired with the version of the snapshot: what the
 * source changed later has a greater one. A repair takes effect only if the item is exactly what
 * was read. Since a stranger's version may have kept away changes that came after the snapshot, a
 * round that has repaired something is followed by another one.
 */
final class Healing {
  private static final Logger log = LoggerFactory.getLogger(Healing.class);
  private static final int MOST_ROUNDS = 10;

  /** Items that the pipeline writes all the time are looked at again so often. */
  private static final int ROUNDS_FOR_BUSY_ITEMS = 3;

  private static final Limit NONE = () -> {};

  private final Config config;
  private final Proof proof;
  private final BooleanSupplier mayWrite;
  private final InstantSource clock;

  /**
   * @param mayWrite whether this process may write to the target
   */
  Healing(Config config, Proof proof, BooleanSupplier mayWrite, InstantSource clock) {
    this.config = config;
    this.proof = proof;
    this.mayWrite = mayWrite;
    this.clock = clock;
  }

  /** Goes on until nothing differs, or there were too many rounds. */
  Healed heal() throws InterruptedException {
    long healed = 0;
    Round round = new Round(Set.of());
    for (int i = 0; i < MOST_ROUNDS; i++) {
      round = new Round(round.missing);
      round.go();
      healed += round.repaired;
      log.info(
          "{}: {} items compared, {} differ, {} of them repaired, {} changed meanwhile",
          config.pipeline(),
          round.compared,
          round.different,
          round.repaired,
          round.busy);
      if (round.different == 0 && (round.busy == 0 || i >= ROUNDS_FOR_BUSY_ITEMS)) {
        break;
      }
    }
    return new Healed(round.compared, healed, round.different);
  }

  /** One comparison of everything. */
  private final class Round {
    private final Set<ItemKey> missingBefore;
    private final Set<ItemKey> missing = new HashSet<>();
    private final Map<ItemKey, Item> expected = new HashMap<>();
    private final Map<ItemKey, StoredItem> strange = new HashMap<>();
    private long compared;
    private long different;
    private long repaired;
    private long busy;

    /**
     * @param missingBefore the items that were missing in the round before
     */
    Round(Set<ItemKey> missingBefore) {
      this.missingBefore = missingBefore;
    }

    void go() throws InterruptedException {
      try (SourceSide source = SourceSide.open(config);
          DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config))) {
        MappingPlan plan = source.plan();
        Version version = expect(source, plan);
        proof.await(proof.mark(), NONE);
        try (ItemStore store = target.itemStore(plan.tables())) {
          for (TableSpec table : plan.tables()) {
            store.scan(table.name(), item -> compare(item, version));
          }
        }
        Version end = proof.mark();
        repairAll(target.itemRepairs(plan.tables()), version, end);
      }
    }

    private Version expect(SourceSide source, MappingPlan plan) throws InterruptedException {
      try (SourceSnapshot snapshot = source.catalog().snapshot(tablesOf(source, plan))) {
        ExpectedItems.Tables rows = (schema, row) -> snapshot.read(schema, row::accept);
        new ExpectedItems(source, rows, plan, item -> expected.put(item.key(), item)).read();
        return snapshot.version();
      }
    }

    private void compare(StoredItem stored, Version version) {
      Item wanted = expected.get(stored.item().key());
      if (wanted == null && stored.tombstone()) {
        return;
      }
      compared++;
      if (wanted != null && isSame(stored, wanted, version)) {
        expected.remove(wanted.key());
      } else {
        strange.put(stored.item().key(), stored);
      }
    }

    private void repairAll(ItemRepairs repairs, Version version, Version end)
        throws InterruptedException {
      for (StoredItem stored : strange.values()) {
        Optional<Item> wanted = Optional.ofNullable(expected.remove(stored.item().key()));
        if (isWrittenMeanwhile(stored, version, end)) {
          busy++;
        } else {
          repair(repairs, stored.item().key(), Optional.of(stored), wanted, version);
        }
      }
      for (Item wanted : expected.values()) {
        compared++;
        missing.add(wanted.key());
        if (missingBefore.contains(wanted.key())) {
          repair(repairs, wanted.key(), Optional.empty(), Optional.of(wanted), version);
        } else {
          different++;
        }
      }
    }

    private void repair(
        ItemRepairs repairs,
        ItemKey key,
        Optional<StoredItem> read,
        Optional<Item> wanted,
        Version version)
        throws InterruptedException {
      different++;
      long micros = TimeUnit.MILLISECONDS.toMicros(clock.millis());
      if (mayWrite.getAsBoolean() && repairs.repair(key, read, wanted, version, micros)) {
        repaired++;
      }
    }
  }

  private static List<TableId> tablesOf(SourceSide source, MappingPlan plan) {
    return source.tables().keySet().stream().filter(table -> isRead(plan, table)).toList();
  }

  private static boolean isRead(MappingPlan plan, TableId table) {
    TableNeeds needs = plan.needs().get(table);
    return needs != null && !needs.changesOnly();
  }

  /** With a version that the next change wins against. */
  private static boolean isSame(StoredItem stored, Item wanted, Version version) {
    return !stored.tombstone()
        && wanted.attributes().equals(stored.item().attributes())
        && Version.parse(stored.version()).filter(v -> !v.isAfter(version)).isPresent();
  }

  private static boolean isWrittenMeanwhile(StoredItem stored, Version version, Version end) {
    return Version.parse(stored.version())
        .filter(v -> v.isAfter(version) && !v.isAfter(end))
        .isPresent();
  }
}
