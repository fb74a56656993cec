package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads;
import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.verify.Finding.Kind;
import dev.lockstep.verify.Tally.Count;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compares what rows make with what the target has, a batch of keys at a time, several batches at
 * once. What seems to differ becomes a suspect.
 */
final class Compare {
  private static final long MARK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final VerifyWorld world;
  private final VerifyRequest request;
  private final Tally tally;
  private final TargetReader target;
  private final Recheck recheck;
  private final @Nullable KeyFiles expected;
  private final @Nullable String loaded;
  private final Deque<CompletableFuture<List<Suspect>>> underWay = new ArrayDeque<>();
  private final Map<String, Map<ItemKey, Expected>> batches = new LinkedHashMap<>();
  private String floor;
  private long markedAt;

  /**
   * @param expected takes all keys that should be there; absent where they are not matched
   */
  Compare(
      VerifyWorld world,
      VerifyRequest request,
      Tally tally,
      TargetReader target,
      Recheck recheck,
      @Nullable KeyFiles expected) {
    this.world = world;
    this.request = request;
    this.tally = tally;
    this.target = target;
    this.recheck = recheck;
    this.expected = expected;
    this.loaded = world.loaded().get().map(Version::toDecimal).orElse(null);
    this.floor = world.catalog().currentVersion().toDecimal();
    this.markedAt = world.clock().nanos();
  }

  /** Asks the source where it is, now and then; between chunks. */
  void mark() {
    if (world.clock().nanos() - markedAt > MARK_NANOS) {
      floor = world.catalog().currentVersion().toDecimal();
      markedAt = world.clock().nanos();
    }
  }

  /** Takes what a chunk makes. */
  void take(List<Expected> chunk) throws InterruptedException {
    for (Expected each : chunk) {
      ItemKey key = each.key();
      if (key != null && expected != null) {
        expected.add(key);
      }
      BadRow bad = each.bad();
      if (bad != null) {
        tally.found(unmappable(each, bad));
      } else if (key != null) {
        tally.add(each.type().name(), Count.ITEMS, 1);
        if (request.mode() != VerifyMode.COUNTS) {
          collect(each, key);
        }
      }
    }
    for (Map<ItemKey, Expected> batch : batches.values()) {
      send(batch);
    }
    batches.clear();
  }

  private static Finding unmappable(Expected each, BadRow bad) {
    return new Finding(
        Kind.UNMAPPABLE,
        each.type().name(),
        bad.key(),
        Expected.shown(each.row()),
        null,
        null,
        List.of(),
        bad.problem());
  }

  private void collect(Expected each, ItemKey key) throws InterruptedException {
    Map<ItemKey, Expected> batch =
        batches.computeIfAbsent(key.table(), table -> new LinkedHashMap<>());
    if (batch.containsKey(key)) {
      recheck.add(suspect(each, key));
      return;
    }
    batch.put(key, each);
    if (batch.size() == ItemReads.MAX_BATCH) {
      send(batch);
      batches.remove(key.table());
    }
  }

  private void send(Map<ItemKey, Expected> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    CompletableFuture<Map<ItemKey, Found>> answer =
        target.read(List.copyOf(batch.keySet()), request.consistent());
    String since = floor;
    underWay.add(answer.thenApply(found -> compare(batch, found, since)));
    while (underWay.size() > 2 * target.parallelism()
        || (!underWay.isEmpty() && underWay.peek().isDone())) {
      finishOne();
    }
  }

  private List<Suspect> compare(
      Map<ItemKey, Expected> batch, Map<ItemKey, Found> found, String since) {
    List<Suspect> suspects = new ArrayList<>(0);
    batch.forEach(
        (key, wanted) -> {
          Found stored = found.get(key);
          if (stored == null || !isRight(wanted, stored, since)) {
            suspects.add(new Suspect(key, wanted.type().name(), row(wanted), since, 0));
          }
        });
    String type = batch.values().iterator().next().type().name();
    tally.add(type, Count.COMPARED, batch.size());
    return suspects;
  }

  private boolean isRight(Expected wanted, Found stored, String since) {
    return !stored.tombstone()
        && Objects.requireNonNull(wanted.item()).attributes().equals(stored.item().attributes())
        && StoredVersions.fault(stored, loaded, since) == null;
  }

  private Suspect suspect(Expected each, ItemKey key) {
    return new Suspect(key, each.type().name(), row(each), floor, 0);
  }

  private static List<String> row(Expected each) {
    return Held.write(each.row().key().values());
  }

  private void finishOne() throws InterruptedException {
    TargetReader.await(underWay.remove()).forEach(recheck::add);
  }

  /** Waits until everything that was taken is compared. */
  void finish() throws InterruptedException {
    while (!underWay.isEmpty()) {
      finishOne();
    }
  }
}
