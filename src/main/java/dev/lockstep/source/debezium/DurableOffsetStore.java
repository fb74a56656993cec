package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.source.postgres.Lsn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
 * offsets are positions of single records and lose data on a restart.
 *
 * <p>The answer is a commit position {@code c}, as {@code lsn} and {@code lsn_commit}. There is no
 * {@code lsn_proc}: with it Debezium would search for the record after the last one processed and
 * skip what it takes for seen. Without it, it streams from {@code c} and skips nothing, and the
 * server sends whole transactions whose commit is after {@code c}. Debezium asks again at each
 * flush, so the slot lets go of the log up to the durable position and never beyond. Made by
 * Debezium, by name.
 */
public final class DurableOffsetStore implements OffsetBackingStore {
  private Supplier<Optional<SourcePosition>> durable = Optional::empty;

  /** For Debezium. */
  public DurableOffsetStore() {}

  @Override
  public void configure(WorkerConfig config) {
    if (!(Thread.currentThread() instanceof EngineThread thread)) {
      throw new IllegalStateException("the offset store is made on the engine's own thread");
    }
    durable = thread.durable();
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
    Map<ByteBuffer, ByteBuffer> offsets = new HashMap<>();
    durable
        .get()
        .map(DurableOffsetStore::offset)
        .ifPresent(offset -> keys.forEach(key -> offsets.put(key, offset)));
    return CompletableFuture.completedFuture(offsets);
  }

  private static ByteBuffer offset(SourcePosition position) {
    long lsn = Lsn.of(position);
    String json = "{\"lsn\":" + lsn + ",\"lsn_commit\":" + lsn + "}";
    return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
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
