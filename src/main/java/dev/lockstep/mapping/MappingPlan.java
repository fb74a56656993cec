package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.item.TableSpec;
import dev.lockstep.problem.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping that has been held against the source's tables: what is read, what is written, and how
 * the one becomes the other. Immutable.
 */
public final class MappingPlan {
  private final List<TableSpec> tables;
  private final List<ItemTypePlan> itemTypes;
  private final Map<TableId, TableNeeds> needs;
  private final List<KeptTable> kept;
  private final Map<TableId, List<KeptReason>> keptReasons;
  private final Map<SilentAction, TableSchema> silent;
  private final List<Problem> warnings;

  /**
   * @param silent what the source does without logging it, each with the shape in which the catalog
   *     described the rows that it changes
   */
  MappingPlan(
      List<TableSpec> tables,
      List<ItemTypePlan> itemTypes,
      Map<TableId, TableNeeds> needs,
      List<KeptTable> kept,
      Map<TableId, List<KeptReason>> keptReasons,
      Map<SilentAction, TableSchema> silent,
      List<Problem> warnings) {
    this.silent = new LinkedHashMap<>(silent);
    this.kept = List.copyOf(kept);
    this.keptReasons = new LinkedHashMap<>(keptReasons);
    this.tables = List.copyOf(tables);
    this.itemTypes = List.copyOf(itemTypes);
    this.needs = new LinkedHashMap<>(needs);
    this.warnings = List.copyOf(warnings);
  }

  /** The target tables. */
  public List<TableSpec> tables() {
    return tables;
  }

  /** What the mapping needs of each table that it reads. */
  public Map<TableId, TableNeeds> needs() {
    return Map.copyOf(needs);
  }

  /** The item types in the order of the mapping. */
  public List<ItemTypePlan> itemTypes() {
    return itemTypes;
  }

  /**
   * The tables of which rows are kept, because no single change carries all that an item needs;
   * empty for a mapping of single rows.
   */
  public List<KeptTable> kept() {
    return kept;
  }

  /** Why rows are kept, by table: each kept column has a reason at least. */
  public Map<TableId, List<KeptReason>> keptReasons() {
    return Map.copyOf(keptReasons);
  }

  /**
   * Carries out what the source does to rows that reference others without logging it: to be asked
   * before each transaction is netted. A new one for each thread that takes transactions.
   *
   * @param maxChanges with how many changes a transaction, with what is added to it, flows in parts
   * @param maxBytes the same, by an estimate of the heap that its changes hold
   * @return empty if the source logs all that it does to the rows of this plan
   */
  public Optional<SilentActions> silentActions(int maxChanges, long maxBytes) {
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(new SilentActions(silent, maxChanges, maxBytes));
  }

  /** What does not stop the pipeline, but somebody should look at. */
  public List<Problem> warnings() {
    return warnings;
  }

  /**
   * Identifies what the mapping says: 64 hexadecimal digits that do not depend on formatting,
   * comments, the order of keys, or the source's tables.
   */
  public String hash() {
    return PlanJson.hash(this);
  }

  /** What is to be remembered of the mapping, to tell later what has changed in it. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(this);
  }

  /** The plan as pretty-printed JSON: tables, item types, what is read, and what is kept. */
  public String toJson() {
    return PlanJson.print(this, needs);
  }

  /** The item types whose items come from kept rows, made anew for each mapper. */
  private List<JoinedType> joinedTypes() {
    return itemTypes.stream()
        .filter(ItemTypePlan::isJoined)
        .map(type -> new JoinedType(type.joinRoot(), type.joinedItems()))
        .toList();
  }

  /** A new mapper that makes items of one type alone. */
  public Mapper mapper(ItemTypePlan type) {
    List<JoinedType> joined = joinedTypes().stream().filter(t -> t.plan().equals(type)).toList();
    return new Mapper(List.of(type), joined, kept(), MapperOptions.defaults());
  }

  /**
   * A new mapper that makes items of some types alone; rows that are kept for others are nothing to
   * it.
   *
   * @param types of this plan
   * @param options the bounds of what it holds in memory
   * @param described where the source was when its tables had been described: rows of later
   *     versions must go with that description
   */
  public Mapper mapper(Collection<ItemTypePlan> types, MapperOptions options, Version described) {
    return mapper(types, options, described, SetAsideRows.none());
  }

  /**
   * The same, for a pipeline that sets bad rows aside.
   *
   * @param setAside what was set aside of rows, and not made good since
   */
  public Mapper mapper(
      Collection<ItemTypePlan> types,
      MapperOptions options,
      Version described,
      SetAsideRows setAside) {
    List<JoinedType> joined =
        joinedTypes().stream().filter(type -> types.contains(type.plan())).toList();
    List<KeptTable> theirs = kept.stream().filter(table -> isKeptFor(types, table)).toList();
    return new Mapper(List.copyOf(types), joined, theirs, options, setAside)
        .describedAt(described, new LinkedHashSet<>(silent.values()));
  }

  private boolean isKeptFor(Collection<ItemTypePlan> types, KeptTable table) {
    return keptReasons.getOrDefault(table.table(), List.of()).stream()
        .anyMatch(reason -> types.stream().anyMatch(type -> reason.isOf(type.name())));
  }

  /** A new mapper over this plan: one per thread. */
  public Mapper mapper() {
    return mapper(MapperOptions.defaults());
  }

  /**
   * A new mapper over this plan: one per thread.
   *
   * @param options the bounds of what it holds in memory
   */
  public Mapper mapper(MapperOptions options) {
    return new Mapper(itemTypes, joinedTypes(), kept(), options);
  }

  /**
   * Whether rows that are kept in these shapes go with the tables as they were described.
   *
   * @param shapes as the row store has them; columns that one lacks are of kind {@code UNSUPPORTED}
   * @throws dev.lockstep.problem.LockstepException with {@code KEPT-COLUMN-CHANGED} if a column has
   *     become of another type since
   */
  public void requireFit(Collection<TableSchema> shapes) {
    new KeptFit(kept, itemTypes).requireLike(shapes);
  }
}
