package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.testing.faults.FaultProxy;
import dev.lockstep.testing.servers.Dbms;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A running daemon whose servers fail under it. */
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway.Init")
class FaultsIT {
  private static final Duration LONG = Duration.ofSeconds(90);

  /**
   * Transactions that writers begin with: what there is to do is not to depend on the machine, of
   * which a DynamoDB Local takes some hundred writes a second.
   */
  private static final int MANY = 1_000;

  private static final int SOME = 200;
  private static final Bank BANK = new Bank("DEFAULT");
  private static final String PLAIN = Bank.MAPPING;

  private static final String[] DROP_SLOT = {"SELECT pg_drop_replication_slot('lockstep_bank')"};
  private static final String[] PURGE = {
    "INSERT INTO accounts VALUES (2000, 'zoe', 10, null, null)",
    "FLUSH BINARY LOGS",
    "PURGE BINARY LOGS BEFORE now() + INTERVAL 1 DAY"
  };

  @TempDir Path dir;
  private World world;

  /** All that is said of the daemon's Java; a million rows are worth its larger compiler. */
  private Map<String, String> environment = Map.of();

  @AfterEach
  void stopServers() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(Dbms.class)
  void cut_connections_and_a_restart_of_the_source_are_ridden_out_and_lost_log_is_fatal(Dbms dbms)
      throws Exception {
    world = World.create(dir, dbms);
    try (DaemonProcess daemon = streaming(PLAIN)) {
      try (Workload workload = Workload.start(BANK, world.jdbcUrl(), 8, 3, SOME)) {
        for (int cut = 1; cut <= 3; cut++) {
          await("a reader").atMost(LONG).until(() -> world.source().cutReaders() > 0);
          awaitCommits(workload, 50);
        }
      }
      world.source().stop();
      await().pollDelay(Duration.ofSeconds(2)).until(daemon::isAlive);
      world.source().start();
      try (Workload workload = Workload.start(BANK, world.jdbcUrl(), 7, 2, SOME)) {
        awaitCommits(workload, 200);
      }
      KillIT.awaitEqual(world, BANK);
      assertThat(daemon.terminate()).isZero();
    }
    await("no reader").atMost(LONG).until(() -> world.source().cutReaders() == 0);
    world.execute(dbms == Dbms.MYSQL ? PURGE : DROP_SLOT);
    try (DaemonProcess daemon = start(world.config().toString())) {
      assertThat(daemon.awaitExit(LONG)).isEqualTo(3);
      assertThat(daemon.printed())
          .contains(dbms == Dbms.MYSQL ? "LOG-PURGED" : "SLOT-MISSING")
          .contains("lockstep run --reload");
    }
  }

  private static void awaitCommits(Workload workload, int more) {
    long before = workload.committed();
    workload.allow(2 * more);
    await().atMost(LONG).until(() -> workload.committed() > before + more);
  }

  @Test
  void sigterm_under_load_loses_nothing() throws Exception {
    world = World.create(dir);
    try (DaemonProcess daemon = streaming(PLAIN);
        Workload workload = Workload.start(BANK, world.jdbcUrl(), 9, 4, MANY)) {
      await().atMost(LONG).until(() -> workload.committed() > 300);
      assertThat(daemon.terminate()).isZero();
    }
    try (DaemonProcess daemon = start(world.config().toString())) {
      KillIT.awaitEqual(world, BANK);
      assertThat(daemon.terminate()).isZero();
    }
  }

  @Test
  void a_target_that_is_down_for_half_a_minute_stops_the_reading_and_nothing_else()
      throws Exception {
    world = World.create(dir);
    try (FaultProxy proxy = FaultProxy.before(world.endpoint());
        DaemonProcess daemon = streaming(PLAIN, proxy.endpoint())) {
      moveInAnOutage(proxy);
      try (Workload workload = Workload.start(BANK, world.jdbcUrl(), 10, 2, SOME)) {
        await().atMost(LONG).until(() -> workload.committed() > 100);
        proxy.refuseConnections();
        awaitCommits(workload, 200);
      }
      await().pollDelay(Duration.ofSeconds(30)).atMost(LONG).until(daemon::isAlive);
      proxy.acceptConnections();
      KillIT.awaitEqual(world, BANK);
      assertThat(daemon.terminate()).isZero();
    }
  }

  /** A row moves without its large value, which only the item has that cannot be read now. */
  private void moveInAnOutage(FaultProxy proxy) throws Exception {
    world.execute("UPDATE accounts SET note = repeat(md5('ann'), 300) WHERE id = 1");
    KillIT.awaitEqual(world, BANK);
    proxy.refuseConnections();
    world.execute("UPDATE accounts SET id = -1 WHERE id = 1");
    await("the daemon has seen that nobody answers")
        .atMost(LONG)
        .until(() -> Files.readString(world.log()).contains("Waits until the target answers"));
    proxy.acceptConnections();
    KillIT.awaitEqual(world, BANK);
  }

  @Test
  void a_transaction_of_a_million_rows_flows_through_a_small_heap() throws Exception {
    world = World.create(dir);
    environment = Map.of("LOCKSTEP_JAVA_OPTS", "-Xmx256m");
    String mapping =
        Bank.MAPPING.replace(
            "from: public.entries", "from: public.entries\n    where: seq % 1000 == 0");
    try (DaemonProcess daemon = streaming(mapping)) {
      world.execute("INSERT INTO entries SELECT 1, i, i FROM generate_series(1, 1000000) i");
      await("the thousandth part of the rows are items")
          .atMost(Duration.ofMinutes(8))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(entries()).hasSize(1000));
      assertThat(entries().get("bank/ACCOUNT#0001/ENTRY#1000000")).containsKey("amount");
      assertThat(daemon.terminate()).isZero();
    }
  }

  private DaemonProcess streaming(String mapping) throws Exception {
    return streaming(mapping, world.endpoint());
  }

  private DaemonProcess streaming(String mapping, URI endpoint) throws Exception {
    Bank.create(world.jdbcUrl(), "DEFAULT");
    world.execute("INSERT INTO accounts VALUES (1, 'ann', 10, null, null)");
    String config = world.configure(endpoint, mapping).toString();
    world.createTables();
    DaemonProcess daemon = start(config);
    await("streaming")
        .atMost(LONG)
        .until(() -> DaemonProcess.get(world.adminPort(), "/status").contains("\"streaming\""));
    return daemon;
  }

  private DaemonProcess start(String config) {
    return DaemonProcess.start(world.log(), environment, List.of("run", "--config", config));
  }

  private Map<String, Map<String, Object>> entries() {
    Map<String, Map<String, Object>> entries =
        new HashMap<>(world.items().read(Map.of("bank", BANK.keys().get("bank"))));
    entries.keySet().removeIf(key -> !key.contains("ENTRY"));
    return entries;
  }
}
