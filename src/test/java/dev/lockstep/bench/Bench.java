package dev.lockstep.bench;

import dev.lockstep.testing.servers.Dbms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the benchmark: {@code bin/lockstep-bench --help}. */
@Command(
    name = "lockstep-bench",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Measures the bare Debezium engine, Lockstep into an endpoint that answers at once (without"
            + " and with kept rows), Lockstep into DynamoDB Local, and a plain loop of conditional"
            + " puts, on one prepared log.")
final class Bench implements Callable<Integer> {
  private static final String STREAM_TABLE = "stream_rows";
  private static final String LOAD_TABLE = "load_rows";
  private static final String STEADY_TABLE = "steady_rows";
  private static final String FAN_OUT_TABLE = "fan_out_rows";
  private static final String VERIFY_TABLE = "verify_rows";
  private static final int LOAD_TRANSACTION = 10_000;

  @Option(names = "--source", description = "which database they read: postgres or mysql")
  private Dbms dbms = Dbms.POSTGRES;

  @Option(names = "--events", description = "changes in the prepared log")
  private long events = 300_000;

  @Option(names = "--rows", description = "rows in the table to load")
  private long rows = 300_000;

  @Option(names = "--rows-per-transaction", description = "size of a transaction in the log")
  private int rowsPerTransaction = 100;

  @Option(names = "--seconds", description = "longest time for one measurement of speed")
  private int seconds = 60;

  @Option(names = "--rate", description = "changes a second, each a transaction, for latencies")
  private int rate = 1_000;

  @Option(names = "--warm-up", description = "seconds at that rate before latencies count")
  private int warmUp = 15;

  @Option(names = "--steady", description = "seconds at that rate in which latencies count")
  private int steady = 30;

  @Option(names = "--changes-per-item", description = "changes that a transaction makes to an item")
  private int changesPerItem = 1;

  @Option(names = "--contestants", split = ",", description = "whom to measure")
  private List<String> names =
      List.of(Report.ENGINE, Report.STUB, Report.KEPT, Report.EMBEDS, Report.LOCAL, Report.LOOP);

  @Option(names = "--scenarios", split = ",", description = "what to measure")
  private List<String> scenarios =
      List.of(Report.STREAM, Report.LOAD, Report.FAN_OUT, Report.STEADY, Report.VERIFY);

  @Option(names = "--dir", description = "for logs and results; emptied by mvn clean")
  private Path dir = Path.of("target/bench");

  private final Report report = new Report();

  /** Runs it and exits: 0 when all was measured. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(dir);
    Path run = Files.createTempDirectory(dir.toAbsolutePath(), "run-");
    try (BenchServers servers = BenchServers.start(dbms, run)) {
      BenchSetup setup =
          new BenchSetup(run, dbms, servers.database().server(), seconds, warmUp, steady);
      List<Contestant> contestants = contestants(servers, setup);
      if (scenarios.contains(Report.STREAM)) {
        stream(servers.database(), contestants);
      }
      if (scenarios.contains(Report.LOAD)) {
        load(servers.database(), contestants);
      }
      if (scenarios.contains(Report.FAN_OUT)) {
        fanOut(servers.database(), contestants);
      }
      if (scenarios.contains(Report.STEADY)) {
        follow(servers.database(), contestants);
      }
      if (scenarios.contains(Report.CUTOVER)) {
        handOver(servers, setup);
      }
      if (scenarios.contains(Report.VERIFY)) {
        verify(servers, setup);
      }
    }
    report.writeJson(run.resolve("results.json"));
    System.out.printf("%n%s%nresults: %s%n", report.table(), run.resolve("results.json"));
    return 0;
  }

  private List<Contestant> contestants(BenchServers servers, BenchSetup setup) throws IOException {
    String stub = servers.stubEndpoint().toString();
    List<Contestant> all =
        List.of(
            new EngineContestant(Report.ENGINE, "", setup),
            lockstep(Report.STUB, LockstepContestant.ROW_BY_ROW, servers.stubEndpoint(), setup),
            lockstep(Report.KEPT, LockstepContestant.WITH_LOOKUP, servers.stubEndpoint(), setup),
            lockstep(Report.LOCAL, LockstepContestant.ROW_BY_ROW, servers.localEndpoint(), setup),
            new EngineContestant(Report.LOOP, stub, setup));
    return all.stream().filter(contestant -> names.contains(contestant.name())).toList();
  }

  /** The stub tells how many writes it had. */
  private static Contestant lockstep(String name, String joins, URI endpoint, BenchSetup setup)
      throws IOException {
    return new LockstepContestant(name, joins, endpoint, !name.equals(Report.LOCAL), setup);
  }

  /** All take their places before the changes are made, so that all read the same log. */
  private void stream(BenchDatabase database, List<Contestant> contestants)
      throws IOException, InterruptedException, SQLException {
    database.createTable(STREAM_TABLE);
    for (Contestant contestant : contestants) {
      say("stream", contestant, "takes its place in the log");
      contestant.prime(STREAM_TABLE);
    }
    database.fill(STREAM_TABLE, events, rowsPerTransaction);
    for (Contestant contestant : contestants) {
      say("stream", contestant, "reads %,d changes".formatted(events));
      report.add(Report.STREAM, contestant.name(), contestant.stream(STREAM_TABLE, events));
      database.forget(contestant.slot(STREAM_TABLE));
    }
  }

  private void load(BenchDatabase database, List<Contestant> contestants)
      throws IOException, InterruptedException, SQLException {
    database.createTable(LOAD_TABLE);
    database.fill(LOAD_TABLE, rows, LOAD_TRANSACTION);
    for (Contestant contestant : contestants) {
      say("load", contestant, "loads %,d rows".formatted(rows));
      report.add(Report.LOAD, contestant.name(), contestant.load(LOAD_TABLE, rows));
      database.forget(contestant.slot(LOAD_TABLE));
    }
  }

  private void fanOut(BenchDatabase database, List<Contestant> contestants)
      throws IOException, InterruptedException, SQLException {
    database.createTable(FAN_OUT_TABLE);
    database.fill(FAN_OUT_TABLE, rows, LOAD_TRANSACTION);
    database.giveAllToOneCustomer(FAN_OUT_TABLE);
    for (Contestant contestant : contestants) {
      if (contestant.name().equals(Report.KEPT)) {
        say("fan-out", contestant, "rebuilds %,d items for one row".formatted(rows));
        report.add(
            Report.FAN_OUT,
            contestant.name(),
            contestant.fanOut(FAN_OUT_TABLE, rows, database::renameThatCustomer));
        database.forget(contestant.slot(FAN_OUT_TABLE));
      }
    }
  }

  private void follow(BenchDatabase database, List<Contestant> contestants)
      throws IOException, InterruptedException, SQLException {
    database.createTable(STEADY_TABLE);
    AtomicLong nextId = new AtomicLong(1);
    Contestant.Steady changes =
        time -> {
          long first = nextId.getAndAdd((long) rate * time);
          double kept = database.fillSteadily(STEADY_TABLE, rate, time, first);
          System.out.printf("  kept %,.0f changes/s for %d s%n", kept, time);
        };
    for (Contestant contestant : contestants) {
      say("steady", contestant, "follows %,d changes/s".formatted(rate));
      contestant.prime(STEADY_TABLE);
      report.add(Report.STEADY, contestant.name(), contestant.follow(STEADY_TABLE, changes));
      database.forget(contestant.slot(STEADY_TABLE));
      database.empty(STEADY_TABLE);
    }
  }

  private void handOver(BenchServers servers, BenchSetup setup)
      throws IOException, InterruptedException, SQLException {
    System.out.printf("%-7s %,d changes/s until the fence%n", Report.CUTOVER, rate);
    HandingOver handingOver = new HandingOver(servers, setup, rate, rows, changesPerItem);
    report.add(handingOver.measure());
  }

  /** Against a stub of its own, which holds the items that the verification reads. */
  private void verify(BenchServers servers, BenchSetup setup)
      throws IOException, InterruptedException, SQLException {
    servers.database().createTable(VERIFY_TABLE);
    servers.database().fill(VERIFY_TABLE, rows, LOAD_TRANSACTION);
    servers.database().addLines(VERIFY_TABLE);
    Map<String, String> joins = new LinkedHashMap<>();
    joins.put(Report.STUB, LockstepContestant.ROW_BY_ROW);
    joins.put(Report.KEPT, LockstepContestant.WITH_LOOKUP);
    joins.put(Report.EMBEDS, LockstepContestant.WITH_LINES);
    joins.keySet().retainAll(names);
    for (Map.Entry<String, String> each : joins.entrySet()) {
      try (ChildProcess stub = BenchServers.keepingStub(servers.localEndpoint(), setup.dir())) {
        URI endpoint = URI.create(stub.await(DynamoDbLocalProcess.LISTENING));
        LockstepContestant contestant =
            new LockstepContestant(each.getKey(), each.getValue(), endpoint, true, setup);
        say("verify", contestant, "loads and verifies %,d items".formatted(rows + 1));
        report.add(Report.VERIFY, contestant.name(), contestant.verify(VERIFY_TABLE, rows + 1));
        servers.database().forget(contestant.slot(VERIFY_TABLE));
      }
    }
  }

  private static void say(String scenario, Contestant contestant, String what) {
    System.out.printf("%-7s %-15s %s%n", scenario, contestant.name(), what);
  }
}
