package dev.lockstep.verify;

import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.VerifyProgress.TypeProgress;
import dev.lockstep.verify.VerifyReport.TableResult;
import dev.lockstep.verify.VerifyReport.TypeResult;
import dev.lockstep.verify.VerifyReport.Unconfirmed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts what a verification sees and keeps the first findings. Thread-safe. */
final class Tally {
  private static final int COUNTS = Count.values().length;

  private final int shown;
  private final Map<String, ItemTypePlan> types = new LinkedHashMap<>();
  private final Map<String, long[]> byType = new LinkedHashMap<>();
  private final Map<String, long[]> byTable = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Unconfirmed> unconfirmed = new ArrayList<>();

  /** What is counted of an item type, and (the last three) of a table. */
  enum Count {
    ROWS,
    ITEMS,
    COMPARED,
    MISSING,
    EXTRA,
    DIFFERENT,
    WRONG_VERSION,
    AMBIGUOUS,
    UNMAPPABLE,
    UNCONFIRMED,
    DONE,
    SCANNED,
    TOMBSTONES
  }

  /** What is kept of it over an interruption. */
  record Saved(
      Map<String, long[]> types,
      Map<String, long[]> tables,
      List<Finding> findings,
      List<Unconfirmed> unconfirmed) {}

  /**
   * @param shown how many findings are kept
   */
  Tally(List<ItemTypePlan> verified, List<TableSpec> tables, int shown) {
    this.shown = shown;
    for (ItemTypePlan type : verified) {
      types.put(type.name(), type);
      byType.put(type.name(), new long[COUNTS]);
    }
    tables.forEach(table -> byTable.put(table.name(), new long[COUNTS]));
  }

  synchronized void restore(Saved saved) {
    saved.types().forEach((name, counts) -> byType.replace(name, Arrays.copyOf(counts, COUNTS)));
    saved.tables().forEach((name, counts) -> byTable.replace(name, Arrays.copyOf(counts, COUNTS)));
    findings.addAll(saved.findings());
    unconfirmed.addAll(saved.unconfirmed());
  }

  synchronized Saved save() {
    return new Saved(copy(byType), copy(byTable), List.copyOf(findings), List.copyOf(unconfirmed));
  }

  private static Map<String, long[]> copy(Map<String, long[]> counts) {
    Map<String, long[]> copies = new LinkedHashMap<>();
    counts.forEach((name, each) -> copies.put(name, each.clone()));
    return copies;
  }

  synchronized void add(String type, Count count, long more) {
    of(byType, type)[count.ordinal()] += more;
  }

  synchronized void addToTable(String table, Count count, long more) {
    of(byTable, table)[count.ordinal()] += more;
  }

  private static long[] of(Map<String, long[]> counts, String name) {
    return Objects.requireNonNull(counts.get(name), name);
  }

  synchronized void found(Finding finding) {
    Count count = Count.valueOf(finding.kind().name());
    String type = finding.itemType();
    if (type != null && byType.containsKey(type)) {
      add(type, count, 1);
    } else if (finding.key() != null) {
      addToTable(finding.key().table(), count, 1);
    }
    if (findings.size() < shown) {
      findings.add(finding);
    }
  }

  synchronized void doubtful(@Nullable String type, String table, String key, String reason) {
    if (type != null && byType.containsKey(type)) {
      add(type, Count.UNCONFIRMED, 1);
    } else {
      addToTable(table, Count.UNCONFIRMED, 1);
    }
    if (unconfirmed.size() < shown) {
      unconfirmed.add(new Unconfirmed(type, key, reason));
    }
  }

  private synchronized long sum(Count... wanted) {
    long sum = 0;
    for (Count count : wanted) {
      sum += byType.values().stream().mapToLong(counts -> counts[count.ordinal()]).sum();
      sum += byTable.values().stream().mapToLong(counts -> counts[count.ordinal()]).sum();
    }
    return sum;
  }

  long findings() {
    return sum(
        Count.MISSING,
        Count.EXTRA,
        Count.DIFFERENT,
        Count.WRONG_VERSION,
        Count.AMBIGUOUS,
        Count.UNMAPPABLE);
  }

  long total(Count count) {
    return sum(count);
  }

  synchronized List<TypeProgress> progress(Map<String, Long> estimates) {
    List<TypeProgress> progress = new ArrayList<>();
    byType.forEach(
        (name, counts) ->
            progress.add(
                new TypeProgress(
                    name,
                    at(counts, Count.ROWS),
                    estimates.get(name),
                    at(counts, Count.ITEMS),
                    at(counts, Count.COMPARED),
                    result(name, counts).findings(),
                    at(counts, Count.DONE) > 0)));
    return progress;
  }

  synchronized List<TypeResult> types() {
    List<TypeResult> results = new ArrayList<>();
    byType.forEach((name, counts) -> results.add(result(name, counts)));
    return results;
  }

  private TypeResult result(String name, long[] counts) {
    return new TypeResult(
        name,
        Objects.requireNonNull(types.get(name)).table().name(),
        at(counts, Count.ROWS),
        at(counts, Count.ITEMS),
        at(counts, Count.COMPARED),
        at(counts, Count.MISSING),
        at(counts, Count.EXTRA),
        at(counts, Count.DIFFERENT),
        at(counts, Count.WRONG_VERSION),
        at(counts, Count.AMBIGUOUS),
        at(counts, Count.UNMAPPABLE),
        at(counts, Count.UNCONFIRMED));
  }

  private static long at(long[] counts, Count count) {
    return counts[count.ordinal()];
  }

  synchronized List<TableResult> tables() {
    List<TableResult> results = new ArrayList<>();
    byTable.forEach(
        (name, counts) ->
            results.add(
                new TableResult(
                    name,
                    at(counts, Count.SCANNED),
                    at(counts, Count.TOMBSTONES),
                    at(counts, Count.EXTRA))));
    return results;
  }
}
