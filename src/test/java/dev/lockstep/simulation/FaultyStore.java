package dev.lockstep.simulation;

import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One process's way to the store, through a network that does what networks do. A lost attempt is
 * never carried out, or before its outcome becomes unknown, or any time after that within the
 * horizon. When the process crashes, what is under way goes on without it.
 */
public final class FaultyStore implements ItemStore {
  private static final long MILLI = 1_000_000L;
  private static final List<WriteOutcome.Scope> SCOPES =
      List.of(WriteOutcome.Scope.TABLE, WriteOutcome.Scope.INDEX, WriteOutcome.Scope.KEY_RANGE);

  private final World world;
  private final Server server;
  private final RandomGenerator random;
  private final Weather weather;
  private final Set<ItemKey> inFlight = new HashSet<>();
  private final Map<World.Event, Runnable> underWay = new HashMap<>();
  private boolean crashed;

  /** The way of one process. */
  public FaultyStore(World world, Server server, RandomGenerator random, Weather weather) {
    this.world = world;
    this.server = server;
    this.random = random;
    this.weather = weather;
  }

  @Override
  public CompletableFuture<WriteOutcome> write(ItemWrite write) {
    requireAlone(List.of(write.key()));
    double fate = random.nextDouble();
    if (fate < weather.throttled()) {
      return answer(List.of(write.key()), throttled(write.key().table()));
    }
    if (fate < weather.throttled() + weather.refused()) {
      return answer(List.of(write.key()), new WriteOutcome.Refused("conflict"));
    }
    if (fate < weather.throttled() + weather.refused() + weather.lost()) {
      return lose(
          List.of(write.key()), () -> server.write(write), new WriteOutcome.InDoubt("time-out"));
    }
    return carryOut(List.of(write.key()), () -> server.write(write));
  }

  @Override
  public CompletableFuture<List<WriteOutcome>> putAll(List<ItemWrite.Put> puts) {
    List<ItemKey> keys = puts.stream().map(ItemWrite.Put::key).toList();
    requireAlone(keys);
    double fate = random.nextDouble();
    if (fate < weather.refused()) {
      return answer(keys, all(puts, new WriteOutcome.Refused("invalid")));
    }
    if (fate < weather.refused() + weather.lost()) {
      return lose(keys, () -> server.putAll(puts), all(puts, new WriteOutcome.InDoubt("time-out")));
    }
    return carryOut(keys, () -> partly(puts));
  }

  private List<WriteOutcome> partly(List<ItemWrite.Put> puts) {
    List<WriteOutcome> outcomes = new ArrayList<>();
    for (ItemWrite.Put put : puts) {
      boolean unprocessed = random.nextDouble() < weather.throttled();
      outcomes.add(unprocessed ? throttled(put.key().table()) : server.putAll(List.of(put)).get(0));
    }
    return outcomes;
  }

  private static List<WriteOutcome> all(List<ItemWrite.Put> puts, WriteOutcome outcome) {
    return puts.stream().map(put -> outcome).toList();
  }

  private WriteOutcome throttled(String table) {
    WriteOutcome.Scope scope = SCOPES.get(random.nextInt(SCOPES.size()));
    String resource = scope == WriteOutcome.Scope.INDEX ? table + "/by-x" : table;
    return new WriteOutcome.Throttled(scope, resource, "simulated");
  }

  private <T> CompletableFuture<T> answer(List<ItemKey> keys, T outcome) {
    CompletableFuture<T> future = new CompletableFuture<>();
    if (random.nextInt(4) == 0) {
      complete(keys, future, outcome);
    } else {
      world.at(soon(), () -> complete(keys, future, outcome));
    }
    return future;
  }

  private <T> CompletableFuture<T> carryOut(List<ItemKey> keys, Supplier<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    boolean twice = random.nextDouble() < weather.duplicated();
    arrive(
        soon(),
        () -> {
          T first = work.get();
          T outcome = twice ? work.get() : first;
          long back = soon();
          world.at(back, () -> complete(keys, future, random.nextBoolean() ? first : outcome));
        });
    return future;
  }

  private <T> CompletableFuture<T> lose(List<ItemKey> keys, Runnable work, T outcome) {
    CompletableFuture<T> future = new CompletableFuture<>();
    long given = soon();
    int fate = random.nextInt(3);
    if (fate == 0) {
      arrive(given - 1, work);
    } else if (fate == 1) {
      arrive(given + random.nextLong(weather.horizon()), work);
    }
    world.at(given, () -> complete(keys, future, outcome));
    return future;
  }

  private void arrive(long time, Runnable work) {
    World.Event[] self = new World.Event[1];
    self[0] =
        world.at(
            time,
            () -> {
              underWay.remove(self[0]);
              work.run();
            });
    underWay.put(self[0], work);
  }

  private <T> void complete(List<ItemKey> keys, CompletableFuture<T> future, T outcome) {
    if (!crashed) {
      keys.forEach(inFlight::remove);
      future.complete(outcome);
    }
  }

  private void requireAlone(List<ItemKey> keys) {
    for (ItemKey key : keys) {
      if (!inFlight.add(key)) {
        throw new AssertionError("two requests in flight for " + key);
      }
    }
  }

  private long soon() {
    return world.nanos() + 1 + random.nextLong(random.nextInt(10) == 0 ? 400 * MILLI : 20 * MILLI);
  }

  /** The process is gone; what it sent arrives later, or never. */
  public void crash() {
    crashed = true;
    for (Map.Entry<World.Event, Runnable> request : underWay.entrySet()) {
      if (random.nextBoolean()) {
        request.getKey().cancel();
        if (random.nextBoolean()) {
          world.at(world.nanos() + random.nextLong(weather.horizon()), request.getValue());
        }
      }
    }
  }

  int inFlight() {
    return inFlight.size();
  }

  @Override
  public CompletableFuture<Optional<StoredItem>> read(ItemKey key) {
    return server.items().read(key);
  }

  @Override
  public void scan(String table, Consumer<StoredItem> consumer) {
    server.items().scan(table, consumer);
  }

  @Override
  public void close() {}

  /** The store itself, and a look at every change in it. */
  public interface Server {
    /** Carries a write out, now. */
    WriteOutcome write(ItemWrite write);

    /** Carries a batch out, now. */
    List<WriteOutcome> putAll(List<ItemWrite.Put> puts);

    /** What it has. */
    InMemoryItemStore items();
  }
}
