package dev.lockstep.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The bare engine: what it hands out is dropped, or put one by one. */
final class EngineContestant implements Contestant {
  /** An engine that says that it reads may still take a while to the first change. */
  private static final int LATE_SECONDS = 5;

  private final String name;
  private final String endpoint;
  private final BenchSetup setup;

  /**
   * @param endpoint where to put each event; empty for nowhere
   */
  EngineContestant(String name, String endpoint, BenchSetup setup) {
    this.name = name;
    this.endpoint = endpoint;
    this.setup = setup;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prime(String table) throws IOException, InterruptedException {
    measured(job(table, EngineJob.Kind.SNAPSHOT, 1, 0, setup.seconds(), ""));
  }

  @Override
  public Measurement stream(String table, long events) throws IOException, InterruptedException {
    return measured(job(table, EngineJob.Kind.STREAM, events, 0, setup.seconds(), endpoint));
  }

  @Override
  public Measurement load(String table, long rows) throws IOException, InterruptedException {
    return measured(job(table, EngineJob.Kind.SNAPSHOT, rows, 0, setup.seconds(), endpoint));
  }

  @Override
  public Measurement follow(String table, Steady changes)
      throws IOException, InterruptedException, SQLException {
    int warmUp = setup.warmUpSeconds();
    int total = warmUp + setup.steadySeconds();
    EngineJob job =
        job(table, EngineJob.Kind.STREAM, Long.MAX_VALUE, warmUp, total - LATE_SECONDS, endpoint);
    try (ChildProcess process = start(job)) {
      process.await(ChildProcess.READY);
      changes.run(total);
      return Measurement.parse(process.await(ChildProcess.RESULT));
    }
  }

  private Measurement measured(EngineJob job) throws IOException, InterruptedException {
    try (ChildProcess process = start(job)) {
      Measurement measurement = Measurement.parse(process.await(ChildProcess.RESULT));
      process.awaitEnd();
      return measurement;
    }
  }

  private ChildProcess start(EngineJob job) throws IOException {
    Path log = setup.dir().resolve(job.slot() + ".log");
    return ChildProcess.contestant(EngineProcess.class, log, job.toArguments());
  }

  private EngineJob job(
      String table, EngineJob.Kind kind, long events, int warmUp, int seconds, String target) {
    return new EngineJob(
        slot(table),
        table,
        setup.source().schema(setup.database()),
        setup.configuration(slot(table)),
        setup.dir().resolve(slot(table) + ".offsets").toString(),
        kind,
        events,
        warmUp,
        seconds,
        target);
  }
}
