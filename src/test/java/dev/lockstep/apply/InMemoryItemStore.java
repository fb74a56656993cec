package dev.lockstep.apply;

import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An item store in memory with DynamoDB's condition semantics. Every call is complete when it
 * returns. Thread-safe: the conditions of one key are checked one after another.
 */
public final class InMemoryItemStore implements ItemStore {
  private static final int MAX_ITEM_BYTES = 409_600;
  private static final int UNIT_BYTES = 1024;

  private final Set<String> tables;
  private final Map<ItemKey, Map<String, Value>> items = new ConcurrentHashMap<>();

  /** An empty store with these tables. */
  public InMemoryItemStore(String... tables) {
    this.tables = Set.of(tables);
  }

  @Override
  public CompletableFuture<WriteOutcome> write(ItemWrite write) {
    return CompletableFuture.completedFuture(attempt(write));
  }

  /** One attempt, done at once. */
  public WriteOutcome attempt(ItemWrite write) {
    return complaint(write.key(), write).orElseGet(() -> conditional(write));
  }

  private WriteOutcome conditional(ItemWrite write) {
    WriteOutcome[] outcome = new WriteOutcome[1];
    items.compute(
        write.key(),
        (key, stored) -> {
          if (!holds(write, stored)) {
            outcome[0] = new WriteOutcome.Superseded(versionOf(stored), units(stored));
            return stored;
          }
          Map<String, Value> after = after(write, stored);
          outcome[0] = new WriteOutcome.Applied(Math.max(units(stored), units(after)));
          return after;
        });
    return outcome[0];
  }

  /** Evaluates the write's condition as {@link ItemStore} states it. */
  private static boolean holds(ItemWrite write, @Nullable Map<String, Value> stored) {
    Value version = stored == null ? null : stored.get(Bookkeeping.VERSION);
    BigDecimal written = new BigDecimal(write.version().toDecimal());
    boolean older = version instanceof Value.Num n && number(n).compareTo(written) < 0;
    boolean tombstone = stored != null && isTombstone(stored);
    if (write instanceof ItemWrite.Patch) {
      return older && stored != null && !stored.containsKey(Bookkeeping.DELETED);
    }
    if (write instanceof ItemWrite.Bury) {
      return tombstone && version instanceof Value.Num n && number(n).compareTo(written) == 0;
    }
    return version == null || older;
  }

  private static @Nullable Map<String, Value> after(
      ItemWrite write, @Nullable Map<String, Value> stored) {
    if (write instanceof ItemWrite.Delete || write instanceof ItemWrite.Bury) {
      return null;
    }
    Map<String, Value> after = new HashMap<>();
    if (write instanceof ItemWrite.Put put) {
      after.putAll(put.item().attributes());
    } else if (write instanceof ItemWrite.Patch patch) {
      after.putAll(stored == null ? Map.of() : stored);
      after.keySet().removeAll(patch.remove());
      after.putAll(patch.set());
    } else {
      after.put(Bookkeeping.DELETED, new Value.Bool(true));
    }
    after.put(Bookkeeping.VERSION, new Value.Num(write.version().toDecimal()));
    after.put(Bookkeeping.COMMIT_TIME, new Value.Num(Long.toString(write.commitMicros())));
    return Map.copyOf(after);
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts) {
    requireBatch(puts);
    return CompletableFuture.completedFuture(attemptAll(puts));
  }

  /** One attempt at a batch, done at once. */
  public List<WriteOutcome> attemptAll(List<ItemWrite.Put> puts) {
    if (puts.stream().anyMatch(put -> complaint(put.key(), put).isPresent())) {
      return puts.stream().<WriteOutcome>map(p -> new WriteOutcome.Refused("invalid")).toList();
    }
    return puts.stream().map(this::overwrite).toList();
  }

  private WriteOutcome overwrite(ItemWrite.Put put) {
    Map<String, Value> after = Map.copyOf(after(put, null));
    Map<String, Value> before = items.put(put.key(), after);
    return new WriteOutcome.Applied(Math.max(units(before), units(after)));
  }

  /** Checks what {@link ItemStore#putAll} asks of a batch. */
  static void requireBatch(List<ItemWrite.Put> puts) {
    Set<ItemKey> keys = new HashSet<>();
    Set<String> tables = new HashSet<>();
    puts.forEach(put -> keys.add(put.key()));
    puts.forEach(put -> tables.add(put.key().table()));
    if (puts.size() > MAX_BATCH || keys.size() < puts.size() || tables.size() > 1) {
      throw new IllegalArgumentException("not a batch: " + puts.size() + " puts of " + tables);
    }
  }

  @Override
  public CompletableFuture<Optional<StoredItem>> read(ItemKey key) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(items.get(key)).map(stored -> show(key, stored)));
  }

  @Override
  public void scan(String table, Consumer<StoredItem> consumer) {
    if (!tables.contains(table)) {
      throw new LockstepException(missing(table));
    }
    items.forEach(
        (key, stored) -> {
          if (key.table().equals(table)) {
            consumer.accept(show(key, stored));
          }
        });
  }

  /** Stores what a stranger would: no condition, and bookkeeping only if it is among these. */
  public void putForeign(ItemKey key, Map<String, Value> attributes) {
    items.put(key, Map.copyOf(attributes));
  }

  /** All items that are not tombstones, without bookkeeping. */
  public Map<ItemKey, Map<String, Value>> contents() {
    Map<ItemKey, Map<String, Value>> contents = new HashMap<>();
    items.forEach(
        (key, stored) -> {
          if (!isTombstone(stored)) {
            contents.put(key, show(key, stored).item().attributes());
          }
        });
    return contents;
  }

  /** How many tombstones stand. */
  public long tombstones() {
    return items.values().stream().filter(InMemoryItemStore::isTombstone).count();
  }

  @Override
  public void close() {}

  private static StoredItem show(ItemKey key, Map<String, Value> stored) {
    Map<String, Value> content = new HashMap<>(stored);
    content.remove(Bookkeeping.VERSION);
    content.remove(Bookkeeping.DELETED);
    Value time = content.remove(Bookkeeping.COMMIT_TIME);
    long micros = time instanceof Value.Num n ? number(n).longValue() : 0;
    return new StoredItem(new Item(key, content), versionOf(stored), micros, isTombstone(stored));
  }

  private static boolean isTombstone(Map<String, Value> stored) {
    return new Value.Bool(true).equals(stored.get(Bookkeeping.DELETED));
  }

  private static @Nullable String versionOf(@Nullable Map<String, Value> stored) {
    Value version = stored == null ? null : stored.get(Bookkeeping.VERSION);
    return version instanceof Value.Num n ? n.digits() : null;
  }

  private static BigDecimal number(Value.Num number) {
    return new BigDecimal(number.digits());
  }

  private static double units(@Nullable Map<String, Value> stored) {
    return stored == null ? 1 : Math.max(1, Math.ceil(bytes(stored) / (double) UNIT_BYTES));
  }

  private static long bytes(Map<String, Value> attributes) {
    return attributes.entrySet().stream()
        .mapToLong(entry -> entry.getKey().length() + (long) length(entry.getValue()))
        .sum();
  }

  private static int length(Value value) {
    if (value instanceof Value.Text text) {
      return text.text().length();
    }
    return value instanceof Value.Binary binary ? binary.bytes().remaining() : 20;
  }

  private Optional<WriteOutcome> complaint(ItemKey key, ItemWrite write) {
    if (!tables.contains(key.table())) {
      return Optional.of(new WriteOutcome.Unusable(missing(key.table())));
    }
    if (new Value.Text("").equals(key.partition()) || new Value.Text("").equals(key.sort())) {
      return Optional.of(reject("KEY-EMPTY", "a key attribute is empty", key));
    }
    if (write instanceof ItemWrite.Put put && bytes(put.item().attributes()) > MAX_ITEM_BYTES) {
      return Optional.of(reject("ITEM-TOO-LARGE", "the item is over 400 KB", key));
    }
    return Optional.empty();
  }

  private static WriteOutcome reject(String code, String what, ItemKey key) {
    return new WriteOutcome.Rejected(
        Problem.error(Category.DATA, code, what, key.toString(), "change the row or the mapping"));
  }

  private static Problem missing(String table) {
    return Problem.error(
        Category.TARGET, "TABLE-MISSING", "the table does not exist", table, "create it");
  }
}
