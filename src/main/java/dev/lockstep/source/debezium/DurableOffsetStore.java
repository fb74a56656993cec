package dev.lockstep.source.debezium;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium takes for its offset store. It answers with the newest durable position of the
 * pipeline, wherever that is kept, and keeps nothing of what Debezium would store: Debezium's own
 * offsets are positions of single records and lose data on a restart. Debezium asks again at each
 * flush, so that a server may let go of its log up to the durable position and never beyond. Made
 * by Debezium, by name.
 */
public final class DurableOffsetStore implements OffsetBackingStore {
  private Supplier<Optional<ByteBuffer>> offset = Optional::empty;

  /** For Debezium. */
  public DurableOffsetStore() {}

  @Override
  public void configure(WorkerConfig config) {
    if (!(Thread.currentThread() instanceof EngineThread thread)) {
      throw new IllegalStateException("the offset store is made on the engine's own thread");
    }
    offset = thread.offset();
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
    Map<ByteBuffer, ByteBuffer> offsets = new HashMap<>();
    offset.get().ifPresent(value -> keys.forEach(key -> offsets.put(key, value.duplicate())));
    return CompletableFuture.completedFuture(offsets);
  }

  @Override
  public Future<Void> set(
      Map<ByteBuffer, ByteBuffer> values, @Nullable Callback<@Nullable Void> callback) {
    if (callback != null) {
      callback.onCompletion(null, null);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Set<Map<String, Object>> connectorPartitions(String connectorName) {
    return Set.of();
  }
}
