package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.ItemTypePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rows and the items of some keys as they are now. */
final class Afresh implements Repairs.Look {
  private final VerifyWorld world;
  private final List<ItemTypePlan> types;
  private final Expectations expectations;
  private final KeySearch search;
  private final TargetReader target;

  /**
   * @param types those that are verified
   */
  Afresh(
      VerifyWorld world, List<ItemTypePlan> types, Expectations expectations, TargetReader target) {
    this.world = world;
    this.types = types;
    this.expectations = expectations;
    this.search = new KeySearch(expectations);
    this.target = target;
  }

  /** What makes an item with each key now; empty where that cannot be told from the key. */
  @Override
  public Map<ItemKey, Optional<List<Expected>>> truths(Map<ItemKey, Suspect> some)
      throws InterruptedException {
    return expectations.seen(() -> seen(some));
  }

  private Map<ItemKey, Optional<List<Expected>>> seen(Map<ItemKey, Suspect> some) {
    Map<ItemKey, Optional<List<Expected>>> truths = new HashMap<>();
    for (ItemTypePlan type : types) {
      List<RowKey> rows = new ArrayList<>();
      some.values().stream()
          .filter(suspect -> type.name().equals(suspect.itemType()) && suspect.row() != null)
          .forEach(suspect -> rows.add(new RowKey(type.root(), Held.read(suspect.row()))));
      for (Expected made : made(type, rows)) {
        if (made.key() != null && some.containsKey(made.key())) {
          truths.merge(made.key(), Optional.of(List.of(made)), (a, b) -> Optional.of(both(a, b)));
        }
      }
    }
    for (ItemKey key : some.keySet()) {
      truths.computeIfAbsent(key, this::searched);
    }
    return truths;
  }

  private static List<Expected> both(
      Optional<List<Expected>> some, Optional<List<Expected>> others) {
    List<Expected> all = new ArrayList<>(some.orElse(List.of()));
    all.addAll(others.orElse(List.of()));
    return all;
  }

  private List<Expected> made(ItemTypePlan type, List<RowKey> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<Row> rows = expectations.rows(type, keys);
    return expectations.of(type, rows);
  }

  private Optional<List<Expected>> searched(ItemKey key) {
    List<Expected> makers = new ArrayList<>();
    boolean known = true;
    for (ItemTypePlan type : world.plan().itemTypes()) {
      if (type.ownsKey(key)) {
        Optional<List<Expected>> found = search.find(type, key);
        known &= found.isPresent();
        found.ifPresent(makers::addAll);
      }
    }
    return known || !makers.isEmpty() ? Optional.of(makers) : Optional.empty();
  }

  /** The items that stand at some keys, strongly consistently. */
  @Override
  public Map<ItemKey, Found> stored(Iterable<ItemKey> keys) throws InterruptedException {
    Map<String, List<ItemKey>> byTable = new HashMap<>();
    keys.forEach(key -> byTable.computeIfAbsent(key.table(), t -> new ArrayList<>()).add(key));
    Map<ItemKey, Found> stored = new HashMap<>();
    for (List<ItemKey> some : byTable.values()) {
      stored.putAll(TargetReader.await(target.read(some, true)));
    }
    return stored;
  }

  /** Whether other rows make the item too. */
  boolean isShared(@Nullable Expected maker) {
    if (maker == null || maker.key() == null) {
      return false;
    }
    ItemKey key = maker.key();
    return search
        .find(maker.type(), key)
        .filter(makers -> makers.stream().anyMatch(e -> !e.row().key().equals(maker.row().key())))
        .isPresent();
  }
}
