package dev.lockstep.checkpoint;

import dev.lockstep.apply.Outages;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A control table that can be out of reach, or keep its callers waiting. */
public final class FaultyControlStore implements ControlStore {
  private final ControlStore store;
  private volatile boolean unreachable;
  private volatile @Nullable CountDownLatch gate;

  /** In front of a store that works. */
  public FaultyControlStore(ControlStore store) {
    this.store = store;
  }

  /** From now on every call fails, without being carried out, or none does. */
  public void unreachable(boolean now) {
    unreachable = now;
  }

  /** From now on every call waits until the gate opens. */
  public void holdAt(CountDownLatch opened) {
    gate = opened;
  }

  private void pass() {
    CountDownLatch waitFor = gate;
    if (waitFor != null) {
      await(waitFor);
    }
    if (unreachable) {
      throw Outages.unreachable();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the gate stayed shut");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<PipelineRecord> read(String pipeline) {
    pass();
    return store.read(pipeline);
  }

  @Override
  public Optional<PipelineRecord> acquire(
      String pipeline, Owner owner, Optional<PipelineRecord> seen, Instant now) {
    pass();
    return store.acquire(pipeline, owner, seen, now);
  }

  @Override
  public boolean renew(String pipeline, long generation, Instant now) {
    pass();
    return store.renew(pipeline, generation, now);
  }

  @Override
  public boolean release(String pipeline, long generation, Instant now) {
    pass();
    return store.release(pipeline, generation, now);
  }

  @Override
  public boolean save(String pipeline, long generation, Update update) {
    pass();
    return store.save(pipeline, generation, update);
  }

  @Override
  public boolean forgetCheckpoint(String pipeline, long generation, Update update) {
    pass();
    return store.forgetCheckpoint(pipeline, generation, update);
  }

  @Override
  public TableClaim claim(String table, TableClaim claim) {
    pass();
    return store.claim(table, claim);
  }

  @Override
  public void close() {
    store.close();
  }
}
