package dev.lockstep.bench;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Hands the table's events to a sink, and measures from the first one to the last one. */
final class EngineConsumer
    implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
  private final EngineJob job;
  private final EventSink sink;
  private final boolean timed;
  private final Latencies latencies = new Latencies();
  private final CompletableFuture<Measurement> result = new CompletableFuture<>();
  private @Nullable Meter meter;
  private long events;

  EngineConsumer(EngineJob job, EventSink sink) {
    this.job = job;
    this.sink = sink;
    this.timed = job.warmUpSeconds() > 0;
  }

  /** Blocks until the job is done. */
  Measurement await() throws InterruptedException, ExecutionException {
    return result.get();
  }

  /** Whether it has what it was to measure; an engine that is closed then may complain. */
  boolean isDone() {
    return result.isDone();
  }

  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> batch,
      DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    for (RecordChangeEvent<SourceRecord> event : batch) {
      if (event.record().topic().equals(job.topic()) && !result.isDone()) {
        handle((Struct) event.record().value());
      }
      committer.markProcessed(event);
    }
    committer.markBatchFinished();
  }

  private void handle(Struct value) {
    if (!isCounted(value)) {
      return;
    }
    Meter running = meter == null ? Meter.ofThisProcess() : meter;
    meter = running;
    sink.accept(value.getStruct("after"));
    events++;
    if (timed && running.seconds() > job.warmUpSeconds()) {
      latencies.add(ageMicros(value));
    }
    if (events == job.events() || running.seconds() > job.seconds()) {
      result.complete(running.measure(events).withLatencies(latencies.quantiles()));
    }
  }

  private boolean isCounted(Struct value) {
    boolean streamed = !value.getString("op").equals("r");
    return streamed == (job.kind() == EngineJob.Kind.STREAM);
  }

  private static long ageMicros(Struct value) {
    long committed = value.getStruct("source").getInt64("ts_us");
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - committed;
  }
}
