package dev.lockstep.bench;

import dev.lockstep.demo.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lockstep with its default settings, and a mapping of one table. */
final class LockstepContestant implements Contestant {
  /** Every item is its row, and no rows are kept. */
  static final String ROW_BY_ROW = "";

  /** Every item shows another table's row too, so the rows of both tables are kept. */
  static final String WITH_LOOKUP =
      """
      lookup:
        buyer: { from: public.customers, by: customer, take: [name, tier] }
      """;

  /** Every item carries three rows of another table. */
  static final String WITH_LINES =
      """
      embed:
        lines: { from: public.TABLE_lines, by: row_id, as: list, order-by: line_no }
      """;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String name;
  private final String joins;
  private final URI endpoint;
  private final BenchSetup setup;
  private final boolean countsItself;
  private final int adminPort;

  /**
   * @param joins what its mapping says beside the key
   * @param countsItself whether the endpoint tells how many writes it had; if not, Lockstep does
   */
  LockstepContestant(
      String name, String joins, URI endpoint, boolean countsItself, BenchSetup setup)
      throws IOException {
    this.name = name;
    this.joins = joins;
    this.endpoint = endpoint;
    this.countsItself = countsItself;
    this.setup = setup;
    this.adminPort = Ports.free();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prime(String table) throws IOException, InterruptedException {
    configure(table);
    try (LockstepProcess daemon = start(table)) {
      daemon.awaitPhase("streaming");
    }
  }

  @Override
  public Measurement stream(String table, long events) throws IOException, InterruptedException {
    long before = countsItself ? counted() : 0;
    try (LockstepProcess daemon = start(table)) {
      daemon.awaitPhase("streaming");
      long first = await(() -> done(daemon, before));
      return watch(daemon, before, first, events);
    }
  }

  @Override
  public Measurement load(String table, long rows) throws IOException, InterruptedException {
    configure(table);
    long before = countsItself ? counted() : 0;
    try (LockstepProcess daemon = start(table)) {
      daemon.awaitPhase("loading", "streaming");
      await(daemon::loadedRows);
      return watch(daemon, before, 0, rows);
    }
  }

  @Override
  public Measurement fanOut(String table, long rows, Change change)
      throws IOException, InterruptedException, SQLException {
    configure(table);
    long before = counted();
    try (LockstepProcess daemon = start(table)) {
      daemon.awaitPhase("streaming");
      long loaded = counted();
      if (loaded - before < rows) {
        throw new IOException(loaded - before + " of " + rows + " rows were loaded");
      }
      change.run();
      long first = await(() -> done(daemon, loaded));
      return watch(daemon, loaded, first, rows);
    }
  }

  @Override
  public Measurement follow(String table, Steady changes)
      throws IOException, InterruptedException, SQLException {
    try (LockstepProcess daemon = start(table)) {
      daemon.awaitPhase("streaming");
      changes.run(setup.warmUpSeconds());
      Histogram warm = daemon.applyLatency();
      long before = daemon.writes();
      Meter meter = Meter.of(daemon.handle());
      changes.run(setup.steadySeconds());
      return meter
          .measure(daemon.writes() - before)
          .withLatencies(daemon.applyLatency().since(warm).quantiles());
    }
  }

  /**
   * Loads a table, and verifies all of it; the verification is measured, and has to find nothing.
   *
   * @param rows of the table, and so items
   */
  Measurement verify(String table, long rows) throws IOException, InterruptedException {
    configure(table);
    try (LockstepProcess daemon = start(table)) {
      daemon.awaitPhase("streaming");
      Meter meter = Meter.of(daemon.handle());
      daemon.verify(rows);
      return meter.measure(rows);
    }
  }

  /** What is counted, as soon as it is not 0. */
  private static long await(Count count) throws IOException, InterruptedException {
    long seen = count.now();
    while (seen == 0) {
      LockSupport.parkNanos(POLL_NANOS);
      seen = count.now();
    }
    return seen;
  }

  private interface Count {
    long now() throws IOException, InterruptedException;
  }

  /**
   * Measures until all are done or the time is over.
   *
   * @param first how many were done before this began
   */
  private Measurement watch(LockstepProcess daemon, long before, long first, long events)
      throws IOException, InterruptedException {
    Meter meter = Meter.of(daemon.handle());
    long done = first;
    while (done < events && meter.seconds() < setup.seconds()) {
      LockSupport.parkNanos(POLL_NANOS);
      done = done(daemon, before);
    }
    return meter.measure(done - first);
  }

  private long done(LockstepProcess daemon, long before) throws IOException, InterruptedException {
    return countsItself ? counted() - before : daemon.writes();
  }

  private long counted() throws IOException, InterruptedException {
    return Long.parseLong(LockstepProcess.get(endpoint.resolve("/count")).strip());
  }

  private void configure(String table) throws IOException, InterruptedException {
    Path config =
        LockstepProcess.configure(
            dir(table),
            slot(table),
            table,
            joins.replace("TABLE", table),
            setup,
            endpoint,
            adminPort);
    LockstepProcess.createTables(config, log(table));
  }

  private LockstepProcess start(String table) throws IOException {
    return LockstepProcess.run(dir(table).resolve("lockstep.yaml"), log(table), adminPort);
  }

  private Path dir(String table) {
    return setup.dir().resolve(slot(table));
  }

  private Path log(String table) {
    return setup.dir().resolve(slot(table) + ".log");
  }
}
