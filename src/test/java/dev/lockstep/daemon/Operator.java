package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.StateStore;
import dev.lockstep.demo.Ports;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.dynamodb.TargetOptions;
import dev.lockstep.testing.faults.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who operates the pipeline of a world with nothing but the distribution's commands: daemons that
 * reach the target through a fault proxy, each with a port and a folder of its own, and orders.
 */
final class Operator implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CONTROL_TABLE = "lockstep-control";

  private final Path dir;
  private final World world;
  private final FaultProxy proxy;
  private final DynamoDbTarget control;
  private int outputs;

  Operator(Path dir, World world) {
    this.dir = dir;
    this.world = world;
    this.proxy = FaultProxy.before(world.endpoint());
    this.control = DynamoDbTarget.open(TargetOptions.of("us-east-1", world.endpoint()));
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** A daemon and its configuration, which is what commands ask it by. */
  record Daemon(DaemonProcess process, Path config, int port) implements AutoCloseable {
    void awaitPhase(Phase phase) {
      await("phase " + phase)
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(DaemonProcess.get(port, "/status"))
                      .as("the log:\n%s", process.printed())
                      .containsPattern("\"phase\" ?: ?\"" + phase.label() + '"'));
    }

    /** Gives an order over HTTP that must be taken. */
    void post(String path, String json) {
      assertThat(DaemonProcess.post(port, path, json)).as(process.printed()).isNotEmpty();
    }

    @Override
    public void close() {
      process.close();
    }
  }

  /** The configuration of another daemon of the pipeline. */
  Path configure(String name, int port) throws IOException {
    return Files.writeString(
        dir.resolve(name + ".yaml"),
        Files.readString(world.config())
            .replaceAll("endpoint: .*", "endpoint: " + proxy.endpoint())
            .replace("data-dir: data\n", "data-dir: " + name + "\n")
            .replace("127.0.0.1:" + world.adminPort(), "127.0.0.1:" + port));
  }

  Daemon start(String name) throws IOException {
    int port = Ports.free();
    Path config = configure(name, port);
    Path log = dir.resolve(name + ".log");
    List<String> run = List.of("run", "--config", config.toString());
    return new Daemon(DaemonProcess.start(log, Map.of(), run), config, port);
  }

  /**
   * What became of a command.
   *
   * @param printed on both streams
   */
  record Said(int exitCode, String printed) {}

  /** Gives a command to a daemon. */
  Said say(Daemon daemon, String... words) throws Exception {
    return say(daemon.config(), words);
  }

  Said say(Path config, String... words) throws Exception {
    outputs++;
    Path output = dir.resolve("command-" + outputs + ".out");
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--config", config.toString()));
    int exitCode = DaemonProcess.run(output, arguments.toArray(String[]::new));
    return new Said(exitCode, Files.readString(output));
  }

  /** Gives a command that must succeed. */
  String order(Daemon daemon, String... words) throws Exception {
    Said said = say(daemon, words);
    assertThat(said.exitCode()).as("%s\n%s", said.printed(), daemon.process().printed()).isZero();
    return said.printed();
  }

  /** The cutover as the control table has it. */
  Optional<Cutover> cutover() {
    return StateStore.cutover(control.documents(CONTROL_TABLE), "bank")
        .read()
        .map(StateStore.Stored::state);
  }

  /** Who holds the lease, as the control table has it: the number of its process. */
  Optional<Long> owner() {
    return control
        .controlStore(CONTROL_TABLE)
        .read("bank")
        .flatMap(record -> Optional.ofNullable(record.owner()))
        .map(owner -> owner.description().replaceFirst(".*process ", ""))
        .map(Long::valueOf);
  }

  /** Adds lines to the configuration that daemons begin with. */
  void alsoConfigure(String lines) throws IOException {
    Files.writeString(world.config(), lines, StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    control.close();
    proxy.close();
  }
}
