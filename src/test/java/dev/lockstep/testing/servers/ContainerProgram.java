package dev.lockstep.testing.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.lockstep.demo.ServerProgram;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A database server in a container, of which the port stays the same however often it restarts. */
final class ContainerProgram implements ServerProgram {
  private static final String PASSWORD = "unused";

  private final GenericContainer<?> container;
  private final Ready ready;
  private boolean alive;

  /** What is to be done before clients come in. */
  private interface Ready {
    void make() throws SQLException;
  }

  private ContainerProgram(GenericContainer<?> container, Ready ready) {
    this.container = container;
    this.ready = ready;
  }

  static ServerProgram mysql(String image, int port, Map<String, String> settings) {
    GenericContainer<?> container = container(image, port, 3306);
    container.withEnv("MYSQL_ALLOW_EMPTY_PASSWORD", "yes");
    List<String> command = new ArrayList<>(List.of("mysqld"));
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    container.withCommand(command.toArray(String[]::new));
    return new ContainerProgram(container, () -> enter(port));
  }

  static ServerProgram postgres(String image, int port, Map<String, String> settings) {
    GenericContainer<?> container = container(image, port, 5432);
    // As the official image has it: without, the server would wait for its clients to go.
    container.withCreateContainerCmdModifier(create -> create.withStopSignal("SIGINT"));
    container.withEnv("POSTGRES_PASSWORD", PASSWORD);
    List<String> command = new ArrayList<>(List.of("postgres"));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    container.withCommand(command.toArray(String[]::new));
    return new ContainerProgram(container, () -> trust(port));
  }

  private static GenericContainer<?> container(String image, int port, int inside) {
    GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image));
    container.setPortBindings(List.of("127.0.0.1:" + port + ":" + inside));
    container.waitingFor(
        new AbstractWaitStrategy() {
          @Override
          protected void waitUntilReady() {
            // Whoever starts the server asks it itself.
          }
        });
    return container;
  }

  private static void enter(int port) throws SQLException {
    DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + port + "/mysql?user=root").close();
  }

  /** Lets everybody in without a password, as the server does that comes as a library. */
  private static void trust(int port) throws SQLException {
    String url = "jdbc:postgresql://localhost:" + port + "/postgres";
    try (Connection connection = DriverManager.getConnection(url, "postgres", PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(PostgresRules.before("host all all all trust"));
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  @Override
  public void start() {
    if (container.getContainerId() == null) {
      container.start();
      Awaitility.await("the server lets its superuser in")
          .atMost(Duration.ofMinutes(4))
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(
              () -> {
                ready.make();
                return true;
              });
    } else {
      docker().startContainerCmd(container.getContainerId()).exec();
    }
    alive = true;
  }

  @Override
  public boolean isAlive() {
    return alive && container.isRunning();
  }

  @Override
  public String log() throws IOException {
    return container.getContainerId() == null ? "" : container.getLogs();
  }

  @Override
  public void stop(Duration limit) {
    alive = false;
    try {
      docker()
          .stopContainerCmd(container.getContainerId())
          .withTimeout((int) limit.toSeconds())
          .exec();
    } catch (NotModifiedException e) {
      return;
    }
  }

  @Override
  public void kill() {
    alive = false;
    docker().killContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void discard(Duration limit) {
    alive = false;
    container.stop();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }
}
