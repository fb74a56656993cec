package dev.lockstep.flow;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.TableId;
import dev.lockstep.mapping.MappedSink;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a transaction is that changes more items than are written at once, as when a row changes
 * that very many items show. Told by the thread that takes the transactions, asked by any.
 */
final class FanOut {
  private static final Logger log = LoggerFactory.getLogger(FanOut.class);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier nanoTime;
  private volatile @Nullable Passage current;

  /**
   * @param nanoTime a clock that nobody sets: {@code System::nanoTime}
   */
  FanOut(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A transaction is going to be mapped. */
  Passage of(NetTransaction net) {
    Passage passage = new Passage(net);
    current = passage;
    return passage;
  }

  /** The transaction that is under way, if it came in more than one slice. */
  @Nullable Spreading report() {
    Passage passage = current;
    return passage == null || passage.slices < 2 ? null : passage.report();
  }

  /** Items made so far for that transaction; 0 when there is none. */
  long items() {
    Passage passage = current;
    return passage == null || passage.slices < 2 ? 0 : passage.items;
  }

  /** One transaction's way; closed when all of its slices were taken. */
  final class Passage implements AutoCloseable {
    private final NetTransaction net;
    private volatile List<String> tables = List.of();
    private final long began = nanoTime.getAsLong();
    private long nextLog = began + LOG_NANOS;
    private boolean logged;
    private volatile int slices;
    private volatile long items;

    private Passage(NetTransaction net) {
      this.net = net;
    }

    /** The same sink, counted. */
    MappedSink counting(MappedSink sink) {
      return slice -> {
        sink.accept(slice);
        taken(slice.writes().size());
      };
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread counts
    private void taken(int writes) {
      if (slices == 0) {
        tables = List.copyOf(changedTables());
      }
      items += writes;
      slices++;
      long now = nanoTime.getAsLong();
      if (now - nextLog >= 0) {
        logged = true;
        nextLog = now + LOG_NANOS;
        log.info("A change of {} has reached {} items so far", tables, items);
      }
    }

    private Spreading report() {
      double seconds = (nanoTime.getAsLong() - began) / 1e9;
      return new Spreading(tables, items, seconds);
    }

    private Set<String> changedTables() {
      Set<String> changed = new TreeSet<>();
      net.rows().stream().map(RowChange::key).forEach(key -> changed.add(key.table().toString()));
      net.truncated().stream().map(TableId::toString).forEach(changed::add);
      return changed;
    }

    @Override
    public void close() {
      current = null;
      if (logged) {
        log.info("A change of {} has reached all of its {} items", tables, items);
      }
    }
  }
}
