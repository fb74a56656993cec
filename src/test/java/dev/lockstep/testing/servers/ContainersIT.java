package dev.lockstep.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.testcontainers.DockerClientFactory;

/**
 * The suites that need a real source, once more on each release of each database. Only {@code
 * -Pcontainers} runs this; an image that cannot be had is skipped, with a line that says why.
 */
@Tag("containers")
class ContainersIT {
  private static final String SOURCE = "dev.lockstep.source";

  /** Of files that lie where our own binaries put them, and of servers that reach each other. */
  private static final String OF_OUR_OWN = ".*\\.(MysqlKeyStores|MysqlFailover)Test";

  private static final String OF_MYSQL = ".*\\.(Mysql|Binlog)\\w+";
  private static final String OF_POSTGRES = ".*\\.(Postgres\\w+|debezium\\.ValuesTest)";

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "postgres:14",
        "postgres:15",
        "postgres:16",
        "postgres:17",
        "postgres:18",
        "mysql:8.4",
        "mysql:9"
      })
  void the_suites_of_real_sources_pass_on(String image) {
    pull(image);
    System.setProperty(TestServers.IMAGE, image);
    try {
      TestExecutionSummary summary = run(image.startsWith("mysql:"));
      assertThat(summary.getTotalFailureCount()).as("%s:\n%s", image, told(summary)).isZero();
      assertThat(summary.getTestsSucceededCount()).isGreaterThan(40);
    } finally {
      System.clearProperty(TestServers.IMAGE);
    }
  }

  private static TestExecutionSummary run(boolean mysql) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                selectPackage(SOURCE + ".debezium"),
                selectPackage(SOURCE + (mysql ? ".mysql" : ".postgres")))
            .filters(
                includeClassNamePatterns(".*Test"),
                excludeClassNamePatterns(OF_OUR_OWN, mysql ? OF_POSTGRES : OF_MYSQL))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static String told(TestExecutionSummary summary) {
    StringWriter text = new StringWriter();
    summary.printFailuresTo(new PrintWriter(text), 12);
    return text.toString();
  }

  private static void pull(String image) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      skip(image, "there is no Docker");
    }
    DockerClient docker = DockerClientFactory.lazyClient();
    try {
      docker.inspectImageCmd(image).exec();
    } catch (NotFoundException absent) {
      pull(docker, image);
    }
  }

  /** Once, where the library would try for minutes. */
  private static void pull(DockerClient docker, String image) {
    try {
      docker.pullImageCmd(image).start().awaitCompletion();
    } catch (DockerException e) {
      skip(image, "the image cannot be pulled (" + firstLine(e) + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      skip(image, "interrupted");
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Maven tells only how many were skipped. */
  private static void skip(String image, String why) {
    System.out.println("SKIPPED " + image + ": " + why);
    abort("skipped " + image + ": " + why);
  }
}
