package dev.lockstep.daemon;

import dev.lockstep.change.ForeignKeyAction;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.daemon.Standstill.State;
import dev.lockstep.daemon.Standstill.View;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.JoinStep;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.WaitingChanges;
import dev.lockstep.verify.Applied;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline that stands still has applied: all up to its checkpoint. The source's log says
 * which tables were changed behind that. Items that none of these tables takes part in are as they
 * will stay; of the others nothing is certain before the pipeline goes on.
 */
final class StoppedApplied implements Applied {
  private static final long POLL_MILLIS = 100;
  private static final String WAITS =
      "changes of its tables wait in the source's log: it is certain when the pipeline has applied"
          + " them";

  private final Standstill standstill;
  private final SourceCatalog catalog;
  private final Map<TableId, SourceTable> tables;
  private final Set<TableId> mapped;
  private final int most;
  private final Map<ItemTypePlan, Set<TableId>> reads = new HashMap<>();
  private final Set<TableId> waiting = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Checkpoint checkpoint;
  private volatile String standing = "";

  /**
   * @param catalog of the source
   * @param most changes in the log that are looked at
   */
  StoppedApplied(
      Standstill standstill,
      SourceCatalog catalog,
      Map<TableId, SourceTable> tables,
      MappingPlan plan,
      int most) {
    this.standstill = standstill;
    this.catalog = catalog;
    this.tables = tables;
    this.mapped = plan.needs().keySet();
    this.most = most;
    plan.itemTypes().forEach(type -> reads.put(type, tablesOf(type)));
  }

  private static Set<TableId> tablesOf(ItemTypePlan type) {
    Set<TableId> all = new HashSet<>(Set.of(type.root()));
    type.joins().stream().map(JoinStep::table).forEach(all::add);
    return all;
  }

  /** Nothing is waited for but that it becomes clear whether the pipeline stands. */
  @Override
  public boolean await(Version version, Duration limit) throws InterruptedException {
    View view = settled(limit);
    Checkpoint at = view.checkpoint();
    if (at == null) {
      standing = view.reason();
      return false;
    }
    checkpoint = at;
    if (!waiting.containsAll(mapped)) {
      WaitingChanges seen = catalog.waiting(at, version, mapped, most);
      if (seen instanceof WaitingChanges.Untold untold) {
        standing =
            "no daemon applies changes, and whether any wait cannot be told: " + untold.reason();
        return false;
      }
      waiting.addAll(((WaitingChanges.Of) seen).tables());
      addSilent();
    }
    standing = WAITS;
    return true;
  }

  private View settled(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    View view = standstill.look();
    while (view.state() == State.UNCLEAR && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
      view = standstill.look();
    }
    return view;
  }

  /** Rows that the source changes with those of another table without logging it. */
  private void addSilent() {
    boolean more = true;
    while (more) {
      more = false;
      for (SourceTable table : tables.values()) {
        for (ForeignKeyAction action : table.silentActions()) {
          more |= waiting.contains(action.parent()) && waiting.add(action.child());
        }
      }
    }
  }

  @Override
  public boolean waits(ItemKey key) {
    return reads.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().ownsKey(key)
                    && entry.getValue().stream().anyMatch(waiting::contains));
  }

  /** Nobody writes, as long as the pipeline stands where it stood. */
  @Override
  public Watch watch(Collection<ItemKey> keys) {
    return new Watch() {
      private @Nullable Boolean moved;

      @Override
      public boolean touched(ItemKey key) {
        if (moved == null) {
          moved = !Objects.equals(standstill.look().checkpoint(), checkpoint);
        }
        return moved;
      }

      @Override
      public void close() {
        // Nothing is noted.
      }
    };
  }

  @Override
  public String standing() {
    return standing;
  }
}
