package dev.lockstep.bench;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A process with a bare Debezium engine: does nothing with the events, or puts each one, with a
 * condition, before it takes the next. Prints {@link ChildProcess#READY} when it reads and {@link
 * ChildProcess#RESULT} with its measurement when it has done its job.
 */
final class EngineProcess {
  private static final int CLOSE_SECONDS = 30;

  private EngineProcess() {}

  /** Runs the job that the arguments say. */
  public static void main(String[] arguments) throws Exception {
    EngineJob job = EngineJob.parse(arguments);
    try (EventSink sink = sink(job)) {
      run(job, new EngineConsumer(job, sink));
    }
    System.exit(0);
  }

  private static EventSink sink(EngineJob job) {
    return job.endpoint().isEmpty()
        ? EventSink.NOTHING
        : new SynchronousPuts(URI.create(job.endpoint()), job.table());
  }

  private static void run(EngineJob job, EngineConsumer consumer) throws Exception {
    DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(job.engineProperties())
            .using(new ReadyNotice())
            .using((success, message, error) -> ended(success || consumer.isDone(), message))
            .notifying(consumer)
            .build();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    thread.execute(engine);
    System.out.println(ChildProcess.RESULT + consumer.await().toJson());
    engine.close();
    thread.shutdown();
    if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      System.err.println("the engine did not end in " + CLOSE_SECONDS + " seconds");
    }
  }

  private static void ended(boolean success, String message) {
    if (!success) {
      System.err.println("the engine failed: " + message);
      System.exit(1);
    }
  }

  private static final class ReadyNotice implements DebeziumEngine.ConnectorCallback {
    @Override
    public void pollingStarted() {
      System.out.println(ChildProcess.READY);
    }
  }
}
