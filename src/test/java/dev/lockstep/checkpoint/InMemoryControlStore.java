package dev.lockstep.checkpoint;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A control table in memory: passes {@link ControlStoreContract}, as the real one does. */
public final class InMemoryControlStore implements ControlStore {
  private final Map<String, PipelineRecord> pipelines = new HashMap<>();
  private final Map<String, TableClaim> claims = new HashMap<>();

  @Override
  public synchronized Optional<PipelineRecord> read(String pipeline) {
    return Optional.ofNullable(pipelines.get(pipeline));
  }

  @Override
  public synchronized Optional<PipelineRecord> acquire(
      String pipeline, Owner owner, Optional<PipelineRecord> seen, Instant now) {
    PipelineRecord current = pipelines.get(pipeline);
    if (isOwnEarlierSuccess(current, owner, seen)) {
      return Optional.ofNullable(current);
    }
    if (!sameLease(current, seen.orElse(null))) {
      return Optional.empty();
    }
    PipelineRecord next =
        new PipelineRecord(
            current == null ? 1 : current.generation() + 1,
            0,
            owner,
            micros(now),
            current == null ? null : current.checkpoint(),
            current == null ? null : current.phase(),
            current == null ? Map.of() : current.facts());
    pipelines.put(pipeline, next);
    return Optional.of(next);
  }

  private static boolean isOwnEarlierSuccess(
      @Nullable PipelineRecord current, Owner owner, Optional<PipelineRecord> seen) {
    long before = seen.map(PipelineRecord::generation).orElse(0L);
    return current != null && owner.equals(current.owner()) && current.generation() == before + 1;
  }

  private static boolean sameLease(
      @Nullable PipelineRecord current, @Nullable PipelineRecord seen) {
    if (current == null || seen == null) {
      return current == null && seen == null;
    }
    return current.generation() == seen.generation()
        && current.counter() == seen.counter()
        && (current.owner() == null) == (seen.owner() == null);
  }

  @Override
  public synchronized boolean renew(String pipeline, long generation, Instant now) {
    PipelineRecord current = owned(pipeline, generation);
    if (current == null) {
      return false;
    }
    pipelines.put(
        pipeline,
        new PipelineRecord(
            generation,
            current.counter() + 1,
            current.owner(),
            micros(now),
            current.checkpoint(),
            current.phase(),
            current.facts()));
    return true;
  }

  @Override
  public synchronized boolean release(String pipeline, long generation, Instant now) {
    PipelineRecord current = pipelines.get(pipeline);
    if (current == null || current.generation() != generation) {
      return false;
    }
    pipelines.put(
        pipeline,
        new PipelineRecord(
            generation,
            current.counter(),
            null,
            micros(now),
            current.checkpoint(),
            current.phase(),
            current.facts()));
    return true;
  }

  @Override
  public synchronized boolean save(String pipeline, long generation, Update update) {
    return save(pipeline, generation, update, false);
  }

  @Override
  public synchronized boolean forgetCheckpoint(String pipeline, long generation, Update update) {
    return save(pipeline, generation, update, true);
  }

  private boolean save(String pipeline, long generation, Update update, boolean forgets) {
    PipelineRecord current = owned(pipeline, generation);
    if (current == null) {
      return false;
    }
    Checkpoint kept = forgets ? null : current.checkpoint();
    pipelines.put(
        pipeline,
        new PipelineRecord(
            generation,
            current.counter(),
            current.owner(),
            current.leaseMicros(),
            update.checkpoint() == null ? kept : update.checkpoint(),
            update.phase() == null ? current.phase() : update.phase(),
            merged(current.facts(), update.facts())));
    return true;
  }

  private @Nullable PipelineRecord owned(String pipeline, long generation) {
    PipelineRecord current = pipelines.get(pipeline);
    boolean owned =
        current != null && current.generation() == generation && current.owner() != null;
    return owned ? current : null;
  }

  private static Map<String, String> merged(Map<String, String> old, Map<String, String> update) {
    Map<String, String> facts = new HashMap<>(old);
    facts.putAll(update);
    facts.values().removeIf(String::isEmpty);
    return Map.copyOf(facts);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  @Override
  public synchronized TableClaim claim(String table, TableClaim claim) {
    TableClaim first = claims.putIfAbsent(table, claim);
    return first == null ? claim : first;
  }

  @Override
  public void close() {}
}
