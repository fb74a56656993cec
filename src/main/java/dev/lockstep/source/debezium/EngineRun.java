package dev.lockstep.source.debezium;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * One life of a Debezium engine: it is started once and stopped once, and says why it ended. A new
 * one is made for every restart, so that nothing half-read survives.
 */
final class EngineRun {
  private static final Duration CLOSE_RETRY = Duration.ofMillis(100);

  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
  private final EngineThread thread;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread deliverer;
  private final AtomicLong deliveries = new AtomicLong();
  private volatile boolean connected;

  EngineRun(
      Properties properties,
      RecordDecoder decoder,
      Assembler assembler,
      Supplier<Optional<ByteBuffer>> offset) {
    this.engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(properties)
            .using(new Callback())
            .using((success, message, error) -> fail(error))
            .notifying(new Consumer(decoder, assembler))
            .build();
    this.thread =
        new EngineThread(this::run, "source-" + properties.getProperty("topic.prefix"), offset);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      engine.run();
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      connected = false;
      over.countDown();
    }
  }

  /** The first failure is the cause, the others follow from it. */
  private synchronized void fail(@Nullable Throwable error) {
    if (failure == null) {
      failure = error;
    }
  }

  /** Waits for the end. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why it ended; absent if it was stopped or still runs. */
  @Nullable Throwable failure() {
    return failure;
  }

  boolean isConnected() {
    return connected;
  }

  /** Whether a batch is being handed on, which may take as long as the pipeline is full. */
  boolean isDelivering() {
    return deliverer != null;
  }

  /** How many batches were handed on. */
  long deliveries() {
    return deliveries.get();
  }

  /** Whether the calling thread is the one that hands on batches. */
  boolean isDeliveredBy(Thread thread) {
    return thread == deliverer;
  }

  /**
   * Stops the engine. What is being handed on is interrupted.
   *
   * @return false if it did not end within the limit: its threads and connections are still there
   */
  boolean stop(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    if (closing.compareAndSet(false, true)) {
      Thread closer = new Thread(() -> close(deadline), thread.getName() + "-close");
      closer.setDaemon(true);
      closer.start();
    }
    return over.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  /** The engine refuses to be closed while it starts. */
  private void close(long deadline) {
    while (over.getCount() > 0 && System.nanoTime() < deadline) {
      try {
        engine.close();
        return;
      } catch (IllegalStateException e) {
        if (!pause()) {
          return;
        }
      } catch (IOException e) {
        fail(e);
        return;
      }
    }
  }

  private boolean pause() {
    try {
      return !over.await(CLOSE_RETRY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Hands batches on, on the engine's polling thread. */
  private final class Consumer implements ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    private final RecordDecoder decoder;
    private final Assembler assembler;

    Consumer(RecordDecoder decoder, Assembler assembler) {
      this.decoder = decoder;
      this.assembler = assembler;
    }

    /**
     * The last record is marked so that the engine flushes, which is when it asks for the durable
     * position; the mark itself says nothing.
     */
    @Override
    public void handleBatch(
        List<RecordChangeEvent<SourceRecord>> records,
        RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
        throws InterruptedException {
      deliverer = Thread.currentThread();
      try {
        for (RecordChangeEvent<SourceRecord> record : records) {
          decoder.accept(record.record());
        }
        assembler.flushSlice();
        committer.markProcessed(records.get(records.size() - 1));
        committer.markBatchFinished();
      } catch (RuntimeException | Error e) {
        fail(e);
        throw new IllegalStateException("the batch was not taken", e);
      } finally {
        deliverer = null;
        deliveries.incrementAndGet();
      }
    }
  }

  /** Follows the engine's states. */
  private final class Callback implements DebeziumEngine.ConnectorCallback {
    @Override
    public void pollingStarted() {
      connected = true;
    }

    @Override
    public void pollingStopped() {
      connected = false;
    }
  }
}
