package dev.lockstep.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code bin/lockstep} with a java that prints its arguments, one a line, and a mvn that makes
 * an empty jar.
 */
class LauncherTest {
  private static final int USAGE = 2;
  private static final int INTERNAL = 5;

  private static final String JAVA_17 =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.9" 2023-10-17' >&2; exit 0; fi
      for argument in "$@"; do echo "$argument"; done
      exit "${JAVA_EXIT:-0}"
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >> builds
      mkdir -p target/dist/lib && echo > target/dist/lib/lockstep.jar
      """;
  private static final String FAILING_MAVEN =
      """
      #!/bin/sh
      echo '[ERROR] Sample.java:[3,1] cannot find symbol'
      exit 1
      """;

  private record Outcome(int exit, List<String> out, String err) {}

  @TempDir private Path temp;
  // With a space, since users have such folders.
  private Path home;
  private Path jdk;

  @BeforeEach
  void aDistribution() throws IOException {
    home = temp.resolve("lock step");
    jdk = temp.resolve("jdk");
    Files.createDirectories(home.resolve("bin"));
    Files.copy(
        Path.of("bin/lockstep"), home.resolve("bin/lockstep"), StandardCopyOption.COPY_ATTRIBUTES);
    program(jdk.resolve("bin/java"), JAVA_17);
  }

  @Test
  void itStartsTheDaemonOnItsOwnLibrariesOnly() throws Exception {
    Outcome run = lockstep(Map.of(), "run", "--config", "lockstep.yaml");

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .endsWith(
            "-cp",
            home + "/lib/lockstep.jar:" + home + "/lib/*",
            "dev.lockstep.cli.Main",
            "run",
            "--config",
            "lockstep.yaml")
        .contains("-Duser.timezone=UTC", "-Xmx256m");
  }

  @Test
  void theDemoHasItsServersOnTheClassPathToo() throws Exception {
    Outcome run = lockstep(Map.of(), "--output", "json", "demo");

    assertThat(run.out())
        .contains(home + "/lib/lockstep.jar:" + home + "/lib/*:" + home + "/demo-lib/*");
  }

  @Test
  void argumentsArriveAsTheyWereGiven() throws Exception {
    Outcome run = lockstep(Map.of(), "explain", "--key", "a b", "", "*", "$HOME");

    assertThat(run.out()).endsWith("explain", "--key", "a b", "", "*", "$HOME");
  }

  @Test
  void theUsersJavaOptionsComeAfterTheOwn() throws Exception {
    Outcome run = lockstep(Map.of("LOCKSTEP_JAVA_OPTS", "-Xmx1g -Dx=y"), "run");

    assertThat(run.out()).containsSubsequence("-Xmx256m", "-Xmx1g", "-Dx=y", "-cp");
  }

  @Test
  void theExitCodeIsTheProgramsOwn() throws Exception {
    assertThat(lockstep(Map.of("JAVA_EXIT", "3"), "check").exit()).isEqualTo(3);
  }

  @Test
  void itFindsItsHomeThroughSymbolicLinks() throws Exception {
    Path link = temp.resolve("on-the-path");
    Files.createSymbolicLink(link, Path.of("lock step/bin/lockstep"));

    Outcome run = start(link, Map.of(), "run");

    assertThat(run.out()).contains(home + "/lib/lockstep.jar:" + home + "/lib/*");
  }

  @Test
  void withoutJavaItSaysWhatToInstall() throws Exception {
    Outcome run = lockstep(Map.of("JAVA_HOME", temp.resolve("nowhere").toString()), "run");

    assertThat(run.exit()).isEqualTo(USAGE);
    assertThat(run.err()).contains("JAVA_HOME is " + temp.resolve("nowhere")).contains("JDK 17");
  }

  @Test
  void anOlderJavaIsRefusedByItsVersion() throws Exception {
    program(jdk.resolve("bin/java"), JAVA_17.replace("17.0.9", "11.0.2"));

    Outcome run = lockstep(Map.of(), "run");

    assertThat(run.exit()).isEqualTo(USAGE);
    assertThat(run.err()).contains("is Java 11").contains("needs Java 17 or newer");
  }

  @Test
  void aCheckoutIsBuiltOnFirstUseAndWhenItsSourcesChange() throws Exception {
    Path source = aCheckout(MAVEN);

    assertThat(lockstep(Map.of(), "run").err()).contains("building").contains("target/build.log");
    assertThat(lockstep(Map.of(), "run").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);

    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    Outcome run = lockstep(Map.of(), "run");

    assertThat(run.err()).contains("the sources have changed");
    assertThat(builds()).isEqualTo(2);
    assertThat(run.out()).anyMatch(line -> line.startsWith(home + "/target/dist/lib/lockstep.jar"));
  }

  @Test
  void aFailedBuildShowsItsErrorsAndWhereItsLogIs() throws Exception {
    aCheckout(FAILING_MAVEN);

    Outcome run = lockstep(Map.of(), "run");

    assertThat(run.exit()).isEqualTo(INTERNAL);
    assertThat(run.err())
        .contains("cannot find symbol")
        .contains("its log is " + home + "/target/build.log");
    assertThat(run.out()).isEmpty();
    assertThat(home.resolve("target/building")).doesNotExist();
  }

  @Test
  void aBuildThatWasKilledDoesNotBlockTheNext() throws Exception {
    aCheckout(MAVEN);
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Files.createDirectories(home.resolve("target/building"));
    Files.writeString(home.resolve("target/building/pid"), Long.toString(ended.pid()));

    assertThat(lockstep(Map.of(), "run").exit()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  private Path aCheckout(String maven) throws IOException {
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Path source = home.resolve("src/main/java/Sample.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "class Sample {}");
    program(jdk.resolve("bin/mvn"), maven);
    return source;
  }

  private int builds() throws IOException {
    return Files.readAllLines(home.resolve("builds")).size();
  }

  private static void program(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome lockstep(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return start(home.resolve("bin/lockstep"), environment, arguments);
  }

  private Outcome start(Path program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("LOCKSTEP_JAVA_OPTS");
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().merge("PATH", jdk.resolve("bin") + ":", (path, own) -> own + path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
    return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readString(err));
  }
}
