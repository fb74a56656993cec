package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.CutoverStatus;
import dev.lockstep.cutover.TimedStep;
import dev.lockstep.cutover.TimedStep.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What operators do to a pipeline, and what happens to its daemons meanwhile, as processes. */
@Execution(ExecutionMode.SAME_THREAD)
class OperateIT {
  private static final Bank BANK = new Bank("DEFAULT");
  private static final Duration LIMIT = Operator.LIMIT;
  private static final int CONFIGURATION = 2;
  private static final int TARGET = 4;
  private static final int AT_ONCE = 130;

  @TempDir private static Path dir;
  private static World world;
  private static Operator operator;

  @BeforeAll
  static void startServers() throws Exception {
    System.setProperty("aws.accessKeyId", "local");
    System.setProperty("aws.secretAccessKey", "local");
    world = World.create(dir);
    BANK.create(world.jdbcUrl());
    operator = new Operator(dir, world);
    configure("");
    assertThat(operator.say(world.config(), "tables").exitCode()).isZero();
  }

  @AfterAll
  static void stopServers() {
    operator.close();
    world.close();
  }

  /** How daemons begin from now on. */
  private static void configure(String more) throws IOException {
    world.configure(BANK.mapping(), "apply.late-write-horizon=1s", "source.heartbeat-interval=1s");
    operator.alsoConfigure(more);
  }

  @Test
  void aPauseHoldsUnderLoadAndOverAKillAndASecondSigtermDoesNotWaitForTheTarget() throws Exception {
    Set<Map<String, AttributeValue>> held;
    try (Application application = new Application(BANK, world.jdbcUrl())) {
      try (Operator.Daemon daemon = streaming("paused")) {
        awaitCommits(application, 100);
        operator.order(daemon, "pause", "--reason", "rehearsal");
        held = scan();
        awaitCommits(application, 50);
        assertThat(scan()).isEqualTo(held).isNotEmpty();
        daemon.process().kill();
      }
      try (Operator.Daemon daemon = operator.start("paused")) {
        daemon.awaitPhase(Phase.PAUSED);
        awaitCommits(application, 50);
        assertThat(scan()).isEqualTo(held);
        operator.order(daemon, "resume");
        daemon.awaitPhase(Phase.STREAMING);
        assertThat(DaemonProcess.get(daemon.port(), "/journal"))
            .contains("rehearsal", System.getProperty("user.name") + "@");

        operator.proxy().refuseConnections();
        awaitCommits(application, 50);
        stopsAtTheSecondSignal(daemon.process());
      }
    }
    operator.proxy().acceptConnections();
    try (Operator.Daemon daemon = operator.start("paused")) {
      KillIT.awaitEqual(world, BANK);
      assertThat(daemon.process().terminate()).isZero();
    }
  }

  private static void stopsAtTheSecondSignal(DaemonProcess process) throws Exception {
    process.signal("TERM");
    await("it waits for the target")
        .during(Duration.ofSeconds(1))
        .atMost(LIMIT)
        .until(process::isAlive);
    process.signal("TERM");
    assertThat(process.awaitExit(Duration.ofSeconds(5))).isEqualTo(AT_ONCE);
  }

  @Test
  void anOwnerThatIsFrozenIsReplacedAndEndsWithoutAWriteWhenItWakesUp() throws Exception {
    try (Application application = new Application(BANK, world.jdbcUrl());
        Operator.Daemon owner = streaming("frozen");
        Operator.Daemon standby = operator.start("standby")) {
      standby.awaitPhase(Phase.STANDBY);
      awaitCommits(application, 50);
      owner.process().signal("STOP");
      standby.awaitPhase(Phase.STREAMING);
      application.close();
      KillIT.awaitEqual(world, BANK);
      Set<Map<String, AttributeValue>> before = scan();

      owner.process().signal("CONT");

      assertThat(owner.process().awaitExit(LIMIT)).isEqualTo(TARGET);
      assertThat(owner.process().printed()).contains("LEASE-LOST");
      assertThat(scan()).isEqualTo(before);
      assertThat(standby.process().terminate()).isZero();
    }
  }

  @Test
  void aTeamRehearsesCutsOverAndComesBackWithNothingButCommands() throws Exception {
    configure(HandoverWorld.postgresHooks("shell: \"true\"\n"));
    Path config;
    try (Application application = new Application(BANK, world.jdbcUrl());
        Operator.Daemon daemon = streaming("handover")) {
      config = daemon.config();
      awaitCommits(application, 50);
      operator.order(daemon, "rehearse", "begin");
      new Team(world.items()).rehearse();
      awaitCommits(application, 50);
      assertThat(operator.order(daemon, "rehearse", "end", "--output", "json"))
          .containsPattern("\"differencesLeft\" ?: ?0");

      operator.order(daemon, "verify");
      operator.order(daemon, "cutover", "--dry-run");
      assertThat(operator.order(daemon, "cutover")).contains("cut over", "write downtime");
      daemon.awaitPhase(Phase.CUT_OVER);
      assertThat(KillIT.differences(world, BANK)).isEmpty();
      assertThat(daemon.process().terminate()).isZero();
    }
    neverWritesAgain(config);
    reopens(config);
  }

  private static void neverWritesAgain(Path config) throws Exception {
    Set<Map<String, AttributeValue>> before = scan();
    HandoverWorld.write(
        world,
        "SET default_transaction_read_only = off",
        "ALTER DATABASE bank RESET default_transaction_read_only",
        "INSERT INTO accounts VALUES (8001, 'eve', 1, null, null)");
    Operator.Said refused = operator.say(config, "run");
    assertThat(refused.exitCode()).as(refused.printed()).isEqualTo(CONFIGURATION);
    assertThat(refused.printed())
        .contains("CUT-OVER", LocalDate.now(ZoneOffset.UTC).toString())
        .contains("by " + System.getProperty("user.name") + "@");
    assertThat(scan()).isEqualTo(before);
  }

  private static void reopens(Path config) throws Exception {
    assertThat(operator.say(config, "cutover", "--reopen").printed())
        .contains("REOPEN-NOT-CONFIRMED");
    assertThat(operator.say(config, "cutover", "--reopen", "--confirm", "bank").exitCode())
        .isZero();
    try (Operator.Daemon daemon = operator.start("handover")) {
      KillIT.awaitEqual(world, BANK);
      assertThat(daemon.process().terminate()).isZero();
    }
  }

  @Test
  void aDaemonThatIsKilledInAnyStepOfACutoverLeavesItToTheNextOne() throws Exception {
    Path hooks = dir.resolve("hooks");
    configure(hooksThatCount(hooks));
    try (Crew crew = new Crew(operator)) {
      operator.order(crew.awaitOwner(Phase.STREAMING), "verify");
      inItsPreflight(crew, hooks);
      inItsFenceAndOnTheWayBack(crew, hooks);
      inAllOtherSteps(crew, hooks);

      assertThat(crew.hired()).isEqualTo(2 + 10);
      HandoverWorld.write(world, "INSERT INTO accounts VALUES (8002, 'eve', 1, null, null)");
      KillIT.awaitEqual(world, BANK);
      assertThat(crew.journal()).contains("cutover rolled-back");
    }
  }

  private static void inItsPreflight(Crew crew, Path hooks) {
    operator.proxy().play(new FatalSteps(operator::owner, "preflight"));
    crew.awaitReady().post("/cutover", "{}");
    Cutover cutover = crew.seeThrough(CutoverStatus.ROLLED_BACK);
    assertThat(broken(cutover)).containsExactly("preflight");
    assertThat(hooks).doesNotExist();
  }

  /** The hooks themselves kill the daemon that has called them. */
  private static void inItsFenceAndOnTheWayBack(Crew crew, Path hooks) throws Exception {
    Files.createFile(dir.resolve("deadly-fence"));
    Files.createFile(dir.resolve("deadly-unfence"));
    crew.awaitReady().post("/cutover", "{}");
    Cutover cutover = crew.seeThrough(CutoverStatus.ROLLED_BACK);
    assertThat(broken(cutover)).containsExactly("fence", "unfence");
    assertThat(Objects.requireNonNull(cutover.failure()).code()).isEqualTo("CUTOVER-FENCE-UNKNOWN");
    assertThat(Files.readAllLines(hooks)).containsExactly("fence", "unfence", "unfence");
  }

  private static void inAllOtherSteps(Crew crew, Path hooks) throws Exception {
    Files.delete(hooks);
    Files.createFile(dir.resolve("deadly-switch"));
    operator
        .proxy()
        .play(
            new FatalSteps(
                operator::owner, "mark", "drain", "verify", "seal", "record", "unrecord"));
    crew.awaitReady().post("/cutover", "{}");
    crew.seeThrough(CutoverStatus.SWITCH_UNKNOWN);
    assertThat(Files.readAllLines(hooks)).containsExactly("fence", "switch");

    crew.awaitOwner(Phase.CUT_OVER).post("/cutover", "{\"action\": \"abort\"}");
    Cutover cutover = crew.seeThrough(CutoverStatus.ROLLED_BACK);
    assertThat(broken(cutover))
        .containsExactly("mark", "drain", "verify", "seal", "record", "switch", "unrecord");
    assertThat(Files.readAllLines(hooks)).containsExactly("fence", "switch", "unfence");
  }

  /** The steps that a killed daemon broke off. */
  private static List<String> broken(Cutover cutover) {
    return cutover.steps().stream()
        .filter(step -> step.outcome() == Outcome.UNKNOWN)
        .map(TimedStep::step)
        .toList();
  }

  /** Each writes down that it ran, and kills the daemon once if there is a file that says so. */
  private static String hooksThatCount(Path hooks) {
    String line =
        "shell: echo $LOCKSTEP_STEP >> %s; rm %s/deadly-$LOCKSTEP_STEP 2>/dev/null && kill -9 $PPID; true%n"
            .formatted(hooks, dir);
    return HandoverWorld.hooks(line, line, line) + "  max-lag: 60s\n";
  }

  private static Operator.Daemon streaming(String name) throws IOException {
    Operator.Daemon daemon = operator.start(name);
    daemon.awaitPhase(Phase.STREAMING);
    return daemon;
  }

  private static void awaitCommits(Application application, int more) {
    long before = application.committed();
    await().atMost(LIMIT).until(() -> application.committed() >= before + more);
  }

  /** All that stands in the target, versions included; tombstones come and go. */
  private static Set<Map<String, AttributeValue>> scan() {
    return BANK.keys().keySet().stream()
        .flatMap(
            table ->
                world
                    .items()
                    .client()
                    .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                    .items()
                    .stream())
        .filter(item -> !item.containsKey("_deleted"))
        .collect(Collectors.toSet());
  }
}
