package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.apply.ItemReads.Page;
import dev.lockstep.change.Column;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.Expectations.Chunk;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.ScrubState.Lane;
import dev.lockstep.verify.Tally.Count;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The looks of a scrub: at the items of the next rows of a type, at the next keys of a table, at
 * keys that were wrong before. Each waits for its budget first. On one thread; what was counted,
 * others may read.
 */
final class ScrubTurns implements AutoCloseable {
  private static final VerifyRequest REQUEST = VerifyRequest.full();

  private final VerifyWorld world;
  private final List<ItemTypePlan> types;
  private final TargetReader target;
  private final Expectations expectations;
  private final KeySearch search;
  private final AtomicLong sourceRows = new AtomicLong();
  private final AtomicLong items = new AtomicLong();
  private final AtomicLong unconfirmed = new AtomicLong();
  private final Deque<ItemKey> page = new ArrayDeque<>();
  private @Nullable ItemKey nextPage;
  private @Nullable Lane ahead;

  ScrubTurns(VerifyWorld world) {
    this.world = world;
    this.types = world.plan().itemTypes();
    VerifyLimits limits = world.limits();
    this.target =
        new TargetReader(
            world.target(),
            new Budget(limits.readUnitsPerSecond(), world.clock()),
            limits.parallelism());
    this.expectations =
        new Expectations(
            world, new Budget(limits.sourceRowsPerSecond(), world.clock()), sourceRows);
    this.search = new KeySearch(expectations);
  }

  /**
   * What a look saw.
   *
   * @param lane where it goes on
   * @param findings confirmed
   */
  record Seen(Lane lane, List<Finding> findings) {}

  long items() {
    return items.get();
  }

  long sourceRows() {
    return sourceRows.get();
  }

  double readUnits() {
    return target.units();
  }

  long unconfirmed() {
    return unconfirmed.get();
  }

  /** Whether a type's rows can be gone through in parts: their keys are unique and never NULL. */
  static boolean isWalkable(VerifyWorld world, ItemTypePlan type) {
    TableSchema schema = Objects.requireNonNull(world.tables().get(type.root())).schema();
    return !schema.keyColumns().isEmpty()
        && !schema.deferrableKey()
        && schema.keyColumns().stream()
            .map(name -> schema.columns().get(schema.indexOf(name)))
            .noneMatch(Column::nullable);
  }

  /** Looks at the next part of a lane. */
  Seen look(Lane lane) throws InterruptedException {
    return lane.target() ? keys(lane) : rows(lane);
  }

  private Seen rows(Lane lane) throws InterruptedException {
    ItemTypePlan type =
        types.stream().filter(each -> each.name().equals(lane.name())).findFirst().orElseThrow();
    Glance glance = new Glance();
    Compare compare = new Compare(world, REQUEST, glance.tally, target, glance.recheck, null);
    RowKey after = lane.row() == null ? null : new RowKey(type.root(), Held.read(lane.row()));
    Chunk chunk =
        expectations.seen(() -> expectations.chunk(type, expectations.after(type, after)));
    compare.take(chunk.items());
    compare.finish();
    List<Finding> findings = glance.findings();
    items.addAndGet(glance.tally.total(Count.COMPARED));
    RowKey last = chunk.rows() < world.limits().chunkRows() ? null : chunk.last();
    return new Seen(
        lane.pastRows(chunk.rows(), last == null ? null : Held.write(last.values())), findings);
  }

  /** Keys for which there is no row, a few of a page at a time. */
  private Seen keys(Lane lane) throws InterruptedException {
    if (!lane.equals(ahead)) {
      page.clear();
    }
    if (page.isEmpty()) {
      turnPage(lane);
    }
    Glance glance = new Glance();
    String floor = world.catalog().currentVersion().toDecimal();
    List<ItemKey> some = page.stream().limit(world.limits().chunkRows()).toList();
    expectations
        .seen(() -> some.stream().filter(this::isStranger).toList())
        .forEach(key -> glance.recheck.add(Suspect.unknown(key, floor)));
    some.forEach(key -> page.remove());
    int taken = some.size();
    List<Finding> findings = glance.findings();
    items.addAndGet(taken);
    Lane after =
        page.isEmpty()
            ? lane.pastItems(taken, nextPage, nextPage == null)
            : lane.pastItems(taken, lane.item(), false);
    ahead = after;
    return new Seen(after, findings);
  }

  private void turnPage(Lane lane) throws InterruptedException {
    Page read = TargetReader.await(target.keys(lane.name(), 0, 1, lane.item()));
    nextPage = read.next();
    for (Found found : read.found()) {
      if (!found.tombstone()) {
        page.add(found.item().key());
      }
    }
  }

  /** Whether surely no row makes an item with a key. */
  private boolean isStranger(ItemKey key) {
    for (ItemTypePlan type : types) {
      Optional<List<Expected>> makers = search.find(type, key);
      if (makers.isEmpty() || !makers.get().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Looks at keys again.
   *
   * @param confirmed takes what is still wrong
   * @return those that are right now
   */
  Set<ItemKey> again(Collection<ItemKey> keys, List<Finding> confirmed)
      throws InterruptedException {
    Glance glance = new Glance();
    String floor = world.catalog().currentVersion().toDecimal();
    keys.forEach(key -> glance.recheck.add(Suspect.unknown(key, floor)));
    List<Finding> findings = glance.findings();
    confirmed.addAll(findings);
    Set<ItemKey> right = new HashSet<>(keys);
    right.removeAll(glance.untold.keySet());
    findings.forEach(finding -> right.remove(finding.key()));
    glance
        .tally
        .save()
        .unconfirmed()
        .forEach(doubt -> right.removeIf(key -> key.toString().equals(doubt.key())));
    return right;
  }

  /** One look, with its own counts. */
  private final class Glance {
    private final Tally tally =
        new Tally(types, world.plan().tables(), world.limits().shownFindings());
    private final Recheck recheck =
        new Recheck(world, types, expectations, target, tally, false, null);
    private Map<ItemKey, Suspect> untold = Map.of();

    /** Looks at what seems to differ until it is certain. Rows that make no item are not found. */
    List<Finding> findings() throws InterruptedException {
      while (!recheck.isIdle()) {
        recheck.look();
      }
      untold = recheck.takeUnsearchable();
      unconfirmed.addAndGet(untold.size() + tally.total(Count.UNCONFIRMED));
      return tally.save().findings().stream()
          .filter(finding -> finding.kind() != Kind.UNMAPPABLE)
          .toList();
    }
  }

  /** Lets go of what a look holds in the source. */
  void rest() {
    expectations.rest();
  }

  @Override
  public void close() {
    expectations.close();
  }
}
