package dev.lockstep.flow;

import dev.lockstep.change.TableId;
import dev.lockstep.flow.MappingDiff.Action;
import dev.lockstep.flow.MappingDiff.Kind;
import dev.lockstep.flow.MappingDiff.TypeChange;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.Fingerprint;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.JoinStep;
import dev.lockstep.mapping.KeptTable;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.LockstepException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a changed mapping asks for: which item types are built anew, which tables must be read for
 * that, and where items may have to go. Decided without I/O.
 */
public final class Remap {
  private final Fingerprint before;
  private final MappingPlan plan;
  private final Set<TableId> lacking;
  private final Set<String> rebuilt;
  private final List<TableSpec> swept;

  /**
   * @param before the mapping that the items were made with
   * @param plan the mapping as it is
   * @param lacking the tables of which rows are kept, and not all of them are there
   */
  private Remap(Fingerprint before, MappingPlan plan, Collection<TableId> lacking) {
    this.before = before;
    this.plan = plan;
    this.lacking = new TreeSet<>(lacking);
    this.rebuilt = changed();
    for (TableId table : lacking) {
      if (plan.itemTypes().stream().noneMatch(t -> isRebuilt(t) && reads(t, table))) {
        plan.itemTypes().stream()
            .filter(type -> reads(type, table))
            .forEach(type -> rebuilt.add(type.name()));
      }
    }
    Set<String> names = stale().stream().map(Fingerprint.Type::table).collect(Collectors.toSet());
    this.swept = before.tables().stream().filter(t -> names.contains(t.name())).toList();
  }

  private Remap(Remap whole, List<TableSpec> swept) {
    this.before = whole.before;
    this.plan = whole.plan;
    this.lacking = whole.lacking;
    this.rebuilt = whole.rebuilt;
    this.swept = List.copyOf(swept);
  }

  /**
   * What has to be done.
   *
   * @param before the mapping that the items were made with, if that is known
   * @param plan the mapping as it is
   * @param lacking the tables of which rows are kept, and not all of them are there
   * @return empty if there is nothing to do
   * @throws LockstepException if only a load can do it
   */
  public static Optional<Remap> of(
      Optional<Fingerprint> before, MappingPlan plan, Collection<TableId> lacking) {
    if (before.isEmpty() || !before.get().namesTypes()) {
      requireSame(before, plan, lacking);
      return Optional.empty();
    }
    Remap remap = new Remap(before.get(), plan, lacking);
    if (!remap.ambiguities().isEmpty()) {
      throw new LockstepException(RemapProblems.ambiguous(remap.ambiguities()));
    }
    return remap.isNeeded() ? Optional.of(remap) : Optional.empty();
  }

  private static void requireSame(
      Optional<Fingerprint> before, MappingPlan plan, Collection<TableId> lacking) {
    if (before.filter(mapping -> !mapping.plan().equals(plan.hash())).isPresent()) {
      throw new LockstepException(RemapProblems.mappingChanged());
    }
    if (!lacking.isEmpty()) {
      throw new LockstepException(RemapProblems.incomplete(lacking));
    }
  }

  /** The same, of which the sweep passes over tables that are gone. */
  public Remap sweepingOnly(List<TableSpec> tables) {
    return new Remap(this, tables);
  }

  /** What a start would do, by what is remembered alone: for a look from outside. */
  public static MappingDiff diff(String pipeline, Optional<Fingerprint> before, MappingPlan plan) {
    if (before.isEmpty()) {
      return new MappingDiff(pipeline, false, List.of(), List.of());
    }
    if (!before.get().namesTypes()) {
      boolean same = before.get().plan().equals(plan.hash());
      return new MappingDiff(
          pipeline, true, List.of(), same ? List.of() : List.of("the mapping is too large"));
    }
    Remap remap = expected(before.get(), plan);
    return new MappingDiff(pipeline, true, remap.changes(), remap.ambiguities());
  }

  private static Remap expected(Fingerprint before, MappingPlan plan) {
    List<TableId> lacking =
        plan.kept().stream()
            .filter(table -> before.kept().stream().noneMatch(old -> covers(old, table)))
            .map(KeptTable::table)
            .toList();
    return new Remap(before, plan, lacking);
  }

  private static boolean covers(KeptTable old, KeptTable now) {
    return old.table().equals(now.table())
        && old.keyColumns().equals(now.keyColumns())
        && old.columns().containsAll(now.columns());
  }

  private Set<String> changed() {
    return plan.fingerprint().types().stream()
        .filter(type -> before.type(type.name()).filter(isLike(type)).isEmpty())
        .map(Fingerprint.Type::name)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Predicate<Fingerprint.Type> isLike(Fingerprint.Type type) {
    return old -> old.hash().equals(type.hash());
  }

  private boolean isRebuilt(ItemTypePlan type) {
    return rebuilt.contains(type.name());
  }

  private static boolean reads(ItemTypePlan type, TableId table) {
    return type.root().equals(table)
        || type.joins().stream().map(JoinStep::table).anyMatch(table::equals);
  }

  /** Whether there is anything to do. */
  boolean isNeeded() {
    return !rebuilt.isEmpty() || !stale().isEmpty();
  }

  /** The item types that are built anew. */
  List<ItemTypePlan> rebuilt() {
    return plan.itemTypes().stream().filter(this::isRebuilt).toList();
  }

  /** The item types whose items stay as they are. */
  List<ItemTypePlan> unchanged() {
    return plan.itemTypes().stream().filter(type -> !isRebuilt(type)).toList();
  }

  /** The tables of the source that must be read. */
  Set<TableId> tablesToRead() {
    Set<TableId> tables = new TreeSet<>(lacking);
    for (ItemTypePlan type : rebuilt()) {
      if (!type.isJoined()) {
        tables.add(type.root());
      }
    }
    return tables;
  }

  /** The tables of the source that no unchanged item type reads. */
  Set<TableId> newTables() {
    Set<TableId> tables = new TreeSet<>(plan.needs().keySet());
    tables.removeIf(table -> unchanged().stream().anyMatch(type -> reads(type, table)));
    return tables;
  }

  /** The item types, as they were, whose items may have to go. */
  private List<Fingerprint.Type> stale() {
    Set<String> stay = unchanged().stream().map(ItemTypePlan::name).collect(Collectors.toSet());
    return before.types().stream().filter(type -> !stay.contains(type.name())).toList();
  }

  /** The target tables in which items may have to go. */
  public List<TableSpec> tablesToSweep() {
    return swept;
  }

  /** Whether an item that was not built anew has to go. */
  boolean isOrphan(ItemKey key) {
    return unchanged().stream().noneMatch(type -> type.ownsKey(key));
  }

  /** The rebuilt item types, as they are. */
  private List<Fingerprint.Type> fresh() {
    return plan.fingerprint().types().stream()
        .filter(type -> rebuilt.contains(type.name()))
        .toList();
  }

  /** Pairs of an item type that changes and one that does not, whose items look alike. */
  List<String> ambiguities() {
    Set<String> ambiguities = new TreeSet<>();
    for (Fingerprint.Type type : concat(stale(), fresh())) {
      for (ItemTypePlan other : unchanged()) {
        if (type.overlaps().contains(other.name())) {
          ambiguities.add("'" + type.name() + "' and '" + other.name() + "'");
        }
      }
    }
    return List.copyOf(ambiguities);
  }

  /**
   * What the items are made with while they are brought to the mapping: of the types that change
   * anything may be there. So whatever mapping a start finds after a crash, the old one included,
   * they are built anew.
   */
  public Fingerprint underWay() {
    List<Fingerprint.Type> certain =
        before.types().stream().filter(type -> !stale().contains(type)).toList();
    List<Fingerprint.Type> uncertain =
        concat(stale(), fresh()).stream().map(Fingerprint.Type::uncertain).distinct().toList();
    Map<String, TableSpec> tables = new LinkedHashMap<>();
    concat(before.tables(), plan.tables()).forEach(table -> tables.put(table.name(), table));
    return new Fingerprint(
        "", concat(certain, uncertain), List.copyOf(tables.values()), before.kept());
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** What becomes of each item type. */
  public List<TypeChange> changes() {
    List<TypeChange> changes = new ArrayList<>();
    plan.itemTypes().forEach(type -> changes.add(change(type)));
    Set<String> now = plan.itemTypes().stream().map(ItemTypePlan::name).collect(Collectors.toSet());
    before.types().stream()
        .map(Fingerprint.Type::name)
        .distinct()
        .filter(name -> !now.contains(name))
        .map(name -> new TypeChange(name, Kind.REMOVED, Action.DELETE, List.of()))
        .forEach(changes::add);
    return changes;
  }

  private TypeChange change(ItemTypePlan type) {
    if (!isRebuilt(type)) {
      return new TypeChange(type.name(), Kind.UNCHANGED, Action.NONE, List.of());
    }
    List<String> reads =
        tablesToRead().stream().filter(table -> reads(type, table)).map(TableId::toString).toList();
    return new TypeChange(
        type.name(),
        before.type(type.name()).isEmpty() ? Kind.ADDED : Kind.CHANGED,
        reads.isEmpty() ? Action.REBUILD : Action.READ_AND_REBUILD,
        reads);
  }
}
