package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads;
import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.change.Column;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the items that were written since everything was right, and no others: their rows are
 * read by what the keys show of them, many at once. Of a key that does not show its row's key, the
 * recheck finds the row.
 */
final class ChangedItems {
  private final VerifyWorld world;
  private final Expectations expectations;
  private final TargetReader target;
  private final Compare compare;
  private final Recheck recheck;

  ChangedItems(
      VerifyWorld world,
      Expectations expectations,
      TargetReader target,
      Compare compare,
      Recheck recheck) {
    this.world = world;
    this.expectations = expectations;
    this.target = target;
    this.compare = compare;
    this.recheck = recheck;
  }

  /** Hears that some were compared. */
  interface Pause {
    void between() throws InterruptedException;
  }

  /**
   * Compares them.
   *
   * @param floor where the source was before that
   * @throws LockstepException {@code VERIFY-NOTHING-REMEMBERED}
   */
  void compare(String floor, Pause pause) throws InterruptedException {
    List<ItemKey> keys =
        new ArrayList<>(
            world
                .applied()
                .writtenSinceRight()
                .orElseThrow(() -> new LockstepException(notRemembered())));
    for (int from = 0; from < keys.size(); from += ItemReads.MAX_BATCH) {
      some(keys.subList(from, Math.min(keys.size(), from + ItemReads.MAX_BATCH)), floor);
      compare.mark();
      pause.between();
    }
    compare.finish();
    pause.between();
  }

  private static Problem notRemembered() {
    return Problem.error(
        Category.CONFIGURATION,
        "VERIFY-NOTHING-REMEMBERED",
        "it is not remembered what was written since a full verification found everything right:"
            + " there was none since the pipeline began to stream, or too much was written",
        null,
        "Verify everything, once; cutover.max-changed-keys is how much is remembered.");
  }

  /**
   * What rows make of some keys.
   *
   * @param unclear those that do not tell their row
   */
  private record Makers(Map<ItemKey, List<Expected>> byKey, Set<ItemKey> unclear) {}

  private Makers makers(List<ItemKey> keys) {
    Map<ItemKey, List<Expected>> makers = new LinkedHashMap<>();
    keys.forEach(key -> makers.put(key, new ArrayList<>(1)));
    Set<ItemKey> unclear = new HashSet<>();
    for (ItemTypePlan type : world.plan().itemTypes()) {
      List<RowKey> rows = new ArrayList<>();
      for (ItemKey key : keys) {
        if (type.ownsKey(key)) {
          rowKey(type, key).ifPresentOrElse(rows::add, () -> unclear.add(key));
        }
      }
      if (!rows.isEmpty()) {
        add(expectations.of(type, expectations.rows(type, rows)), makers);
      }
    }
    return new Makers(makers, unclear);
  }

  private void some(List<ItemKey> keys, String floor) throws InterruptedException {
    Makers makers = expectations.seen(() -> makers(keys));
    List<Expected> sure = new ArrayList<>();
    List<ItemKey> unmade = new ArrayList<>();
    makers
        .byKey()
        .forEach(
            (key, made) -> {
              if (makers.unclear().contains(key) || made.size() > 1) {
                recheck.add(new Suspect(key, null, null, floor, 0));
              } else if (made.isEmpty()) {
                unmade.add(key);
              } else {
                sure.add(made.get(0));
              }
            });
    compare.take(sure);
    seek(unmade, floor);
  }

  private static void add(List<Expected> made, Map<ItemKey, List<Expected>> makers) {
    for (Expected each : made) {
      List<Expected> known = each.key() == null ? null : makers.get(each.key());
      if (known != null) {
        known.add(each);
      }
    }
  }

  /** Items that no row makes any more should be gone. */
  private void seek(List<ItemKey> keys, String floor) throws InterruptedException {
    Map<String, List<ItemKey>> byTable = new HashMap<>();
    keys.forEach(key -> byTable.computeIfAbsent(key.table(), t -> new ArrayList<>()).add(key));
    for (List<ItemKey> some : byTable.values()) {
      for (Found found : TargetReader.await(target.read(some, false)).values()) {
        if (!found.tombstone()) {
          recheck.add(new Suspect(found.item().key(), null, null, floor, 0));
        }
      }
    }
  }

  /** The key of the only row that can make the item; empty if the item's key does not tell. */
  private Optional<RowKey> rowKey(ItemTypePlan type, ItemKey key) {
    Map<String, String> shown = type.columnsIn(key).orElse(Map.of());
    TableSchema schema = expectations.schema(type);
    @Nullable Object[] values = new Object[schema.keyColumns().size()];
    for (int i = 0; i < values.length; i++) {
      String name = schema.keyColumns().get(i);
      String text = shown.get(name);
      Object value = text == null ? null : held(schema.columns().get(schema.indexOf(name)), text);
      if (value == null) {
        return Optional.empty();
      }
      values[i] = value;
    }
    return values.length == 0 ? Optional.empty() : Optional.of(new RowKey(type.root(), values));
  }

  /** The value that a column holds; null if its text is not certain to be the only one. */
  private static @Nullable Object held(Column column, String text) {
    return switch (column.type().kind()) {
      case INTEGER -> number(text);
      case TEXT, UUID -> text;
      default -> null;
    };
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
