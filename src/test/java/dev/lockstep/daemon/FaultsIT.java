package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.testing.faults.FaultProxy;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A running daemon whose servers fail under it. */
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {
  private static final Duration LONG = Duration.ofSeconds(90);

  private final World world;

  FaultsIT(@TempDir Path dir) {
    this.world = World.create(dir);
  }

  @AfterEach
  void stopServers() {
    world.close();
  }

  @Test
  void a_restart_of_the_source_is_ridden_out() throws Exception {
    try (DaemonProcess daemon = streaming(PLAIN)) {
      world.postgres().stop();
      await().pollDelay(Duration.ofSeconds(2)).until(daemon::isAlive);
      world.postgres().start();
      try (Workload workload = Workload.start(new Bank("DEFAULT"), world.jdbcUrl(), 7, 2)) {
        await().atMost(LONG).until(() -> workload.committed() > 200);
      }
      KillIT.awaitEqual(world, new Bank("DEFAULT"));
      assertThat(daemon.terminate()).isZero();
    }
  }

  @Test
  void killed_walsenders_cost_nothing_but_time() throws Exception {
    try (DaemonProcess daemon = streaming(PLAIN);
        Workload workload = Workload.start(new Bank("DEFAULT"), world.jdbcUrl(), 8, 3)) {
      for (int kill = 1; kill <= 3; kill++) {
        await().atMost(LONG).until(() -> walsenders() == 1);
        world
            .postgres()
            .execute(
                "bank",
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                    + " WHERE active_pid IS NOT NULL");
        long before = workload.committed();
        await().atMost(LONG).until(() -> workload.committed() > before + 50);
      }
      workload.close();
      KillIT.awaitEqual(world, new Bank("DEFAULT"));
      assertThat(daemon.terminate()).isZero();
    }
  }

  @Test
  void a_dropped_slot_is_fatal_and_says_what_to_do() throws Exception {
    try (DaemonProcess daemon = streaming(PLAIN)) {
      assertThat(daemon.terminate()).isZero();
    }
    await().atMost(LONG).until(() -> walsenders() == 0);
    world.postgres().execute("bank", "SELECT pg_drop_replication_slot('lockstep_bank')");
    try (DaemonProcess daemon = start(world.config().toString())) {
      assertThat(daemon.awaitExit(LONG)).isEqualTo(3);
      assertThat(daemon.printed()).contains("lockstep_bank").contains("SLOT");
    }
  }

  @Test
  void sigterm_under_load_loses_nothing() throws Exception {
    try (DaemonProcess daemon = streaming(PLAIN);
        Workload workload = Workload.start(new Bank("DEFAULT"), world.jdbcUrl(), 9, 4)) {
      await().atMost(LONG).until(() -> workload.committed() > 300);
      assertThat(daemon.terminate()).isZero();
    }
    try (DaemonProcess daemon = start(world.config().toString())) {
      KillIT.awaitEqual(world, new Bank("DEFAULT"));
      assertThat(daemon.terminate()).isZero();
    }
  }

  @Test
  void a_target_that_is_down_for_half_a_minute_stops_the_reading_and_nothing_else()
      throws Exception {
    try (FaultProxy proxy = FaultProxy.before(world.endpoint());
        DaemonProcess daemon = streaming(PLAIN, proxy.endpoint());
        Workload workload = Workload.start(new Bank("DEFAULT"), world.jdbcUrl(), 10, 2)) {
      await().atMost(LONG).until(() -> workload.committed() > 100);
      proxy.refuseConnections();
      long before = workload.committed();
      await().atMost(LONG).until(() -> workload.committed() > before + 200);
      workload.close();
      await().pollDelay(Duration.ofSeconds(30)).atMost(LONG).until(daemon::isAlive);
      proxy.acceptConnections();
      KillIT.awaitEqual(world, new Bank("DEFAULT"));
      assertThat(daemon.terminate()).isZero();
    }
  }

  @Test
  void a_transaction_of_a_million_rows_flows_through_a_small_heap() throws Exception {
    String mapping =
        Bank.MAPPING.replace(
            "from: public.entries", "from: public.entries\n    where: seq % 200 == 0");
    try (DaemonProcess daemon = streaming(mapping)) {
      world
          .postgres()
          .execute("bank", "INSERT INTO entries SELECT 1, i, i FROM generate_series(1, 1000000) i");
      await("the thousandth part of the rows are items")
          .atMost(Duration.ofMinutes(4))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(entries()).hasSize(5000));
      assertThat(entries().get("bank/ACCOUNT#0001/ENTRY#1000000")).containsKey("amount");
      assertThat(daemon.terminate()).isZero();
    }
  }

  private static final String PLAIN = Bank.MAPPING;

  private DaemonProcess streaming(String mapping) throws Exception {
    return streaming(mapping, world.endpoint());
  }

  private DaemonProcess streaming(String mapping, URI endpoint) throws Exception {
    Bank.create(world.jdbcUrl(), "DEFAULT");
    world.postgres().execute("bank", "INSERT INTO accounts VALUES (1, 'ann', 10, null, null)");
    String config = world.configure(endpoint, mapping).toString();
    assertThat(DaemonProcess.run(world.log(), "tables", "--config", config)).isZero();
    DaemonProcess daemon = start(config);
    await("streaming")
        .atMost(LONG)
        .until(() -> DaemonProcess.get(world.adminPort(), "/status").contains("\"streaming\""));
    return daemon;
  }

  private DaemonProcess start(String config) {
    return DaemonProcess.start(world.log(), Map.of(), List.of("run", "--config", config));
  }

  private Map<String, Map<String, Object>> entries() {
    Map<String, Map<String, Object>> entries =
        new HashMap<>(world.items().read(Map.of("bank", new Bank("DEFAULT").keys().get("bank"))));
    entries.keySet().removeIf(key -> !key.contains("ENTRY"));
    return entries;
  }

  private int walsenders() throws SQLException {
    try (Connection connection = DriverManager.getConnection(world.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM pg_replication_slots WHERE active"
                    + " AND slot_name = 'lockstep_bank'")) {
      count.next();
      return count.getInt(1);
    }
  }
}
