package dev.lockstep.estimate;

import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the items that sampled rows became. For one item type and one thread. */
public final class Sampler {
  /** Fewer say nothing about a key: any key occurs sometimes. */
  private static final int LEAST_HITS = 5;

  private static final double LEAST_SHARE = 0.01;
  private static final int SHOWN_KEYS = 3;

  private final TableSpec table;
  private final List<Integer> sizes = new ArrayList<>();
  private final Map<Value, Integer> partitions = new HashMap<>();
  private final Set<ItemKey> keys = new HashSet<>();
  private final List<ItemKey> twice = new ArrayList<>();
  private long rows;
  private long refused;
  private double units;

  /**
   * @param table where the items go
   */
  public Sampler(TableSpec table) {
    this.table = table;
  }

  /** Rows were sampled, whatever becomes of them. */
  public void rows(long more) {
    rows += more;
  }

  /**
   * A row cannot become an item.
   *
   * @return whether it is the first
   */
  public boolean refused() {
    refused++;
    return refused == 1;
  }

  /** A row became an item. */
  public void item(Item item) {
    int size = ItemSize.of(item, table);
    sizes.add(size);
    units += ItemSize.writeUnits(size) * (1 + indexesOf(item));
    partitions.merge(item.key().partition(), 1, Integer::sum);
    if (!keys.add(item.key()) && twice.size() < SHOWN_KEYS) {
      twice.add(item.key());
    }
  }

  /** How many indexes show the item: those of which it has the key attributes. */
  private long indexesOf(Item item) {
    return table.indexes().stream().filter(index -> shows(index, item)).count();
  }

  private boolean shows(TableSpec.Index index, Item item) {
    TableSpec.KeyAttribute sort = index.sortKey();
    return has(item, index.partitionKey()) && (sort == null || has(item, sort));
  }

  private boolean has(Item item, TableSpec.KeyAttribute attribute) {
    TableSpec.KeyAttribute sort = table.sortKey();
    return item.attributes().containsKey(attribute.name())
        || table.partitionKey().name().equals(attribute.name())
        || (sort != null && sort.name().equals(attribute.name()));
  }

  /** What the sample showed. */
  public Sample sample() {
    int items = sizes.size();
    int[] all = sizes.stream().mapToInt(Integer::intValue).toArray();
    return new Sample(
        rows,
        items,
        refused,
        items == 0 ? null : Sizes.of(all),
        items == 0 ? 0 : units / items,
        hot(),
        List.copyOf(twice));
  }

  private List<HotPartition> hot() {
    double items = sizes.size();
    return partitions.entrySet().stream()
        .filter(hits -> hits.getValue() >= LEAST_HITS && hits.getValue() / items >= LEAST_SHARE)
        .map(hits -> new HotPartition(hits.getKey(), hits.getValue() / items))
        .sorted(
            Comparator.comparingDouble(HotPartition::share)
                .reversed()
                .thenComparing(hot -> hot.partition().toString()))
        .limit(SHOWN_KEYS)
        .toList();
  }
}
