package dev.lockstep.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks into the folder that the build has packaged. */
class DistributionIT {
  private static final Path DIST = Path.of(System.getProperty("lockstep.dist", "target/dist"));
  private static final String DEMO = "dev.lockstep.demo";

  @Test
  void itHasALauncherLibrariesAndTheLicense() {
    assertThat(DIST.resolve("bin/lockstep")).isExecutable();
    assertThat(DIST.resolve("lib/lockstep.jar")).isRegularFile();
    assertThat(DIST.resolve("LICENSE")).isRegularFile();
    assertThat(DIST.resolve("CHANGELOG.md")).isRegularFile();
  }

  @Test
  void theLauncherStartsTheProgramFromAnywhere(@TempDir Path elsewhere) throws Exception {
    assertThat(lockstep(elsewhere, "--help")).isZero();
    assertThat(elsewhere.resolve("out")).content().contains("run", "check", "tables", "status");
  }

  @Test
  void anUnknownCommandIsAUsageError(@TempDir Path elsewhere) throws Exception {
    assertThat(lockstep(elsewhere, "runn")).isEqualTo(2);
    assertThat(elsewhere.resolve("err")).content().contains("runn");
  }

  @Test
  void noLibraryIsThereInTwoVersions() throws IOException {
    Map<String, List<String>> byName =
        Stream.concat(jars("lib"), jars("demo-lib"))
            .map(jar -> String.valueOf(jar.getFileName()))
            .collect(Collectors.groupingBy(DistributionIT::withoutVersion));

    // AWS and Kotlin both have a jar of this name; no other two projects share one.
    byName.remove("annotations");
    assertThat(byName.values()).allSatisfy(jars -> assertThat(jars).hasSize(1));
  }

  @Test
  void theDaemonNeedsNoLibraryOfTheDemo() throws IOException {
    assertThat(missing(jars("lib"), false))
        .as(
            "classes that the daemon uses, and lib/ has not: correct demo.groups or demo.artifacts"
                + " in pom.xml, or move what needs them to "
                + DEMO)
        .isEmpty();
  }

  @Test
  void theDemoFindsAllItNeedsInBothFolders() throws IOException {
    assertThat(missing(Stream.concat(jars("lib"), jars("demo-lib")), true)).isEmpty();
  }

  private static int lockstep(Path folder, String argument)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(DIST.resolve("bin/lockstep").toAbsolutePath().toString(), argument)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("lockstep %s ended", argument).isTrue();
    return process.exitValue();
  }

  /** The classes that ours name and that are not in the jars, each with one of those that do. */
  private static Map<String, String> missing(Stream<Path> jars, boolean demoToo)
      throws IOException {
    Map<String, String> missing = new TreeMap<>();
    try (URLClassLoader libraries = loader(jars)) {
      for (JavaClass ours : new ClassFileImporter().importPath(DIST.resolve("lib/lockstep.jar"))) {
        if (demoToo || !ours.getPackageName().startsWith(DEMO)) {
          for (String name : namedBy(ours)) {
            if (libraries.getResource(name.replace('.', '/') + ".class") == null) {
              missing.put(name, ours.getName());
            }
          }
        }
      }
    }
    return missing;
  }

  private static Set<String> namedBy(JavaClass ours) {
    return ours.getDirectDependenciesFromSelf().stream()
        .map(uses -> uses.getTargetClass().getBaseComponentType())
        .filter(target -> !target.isPrimitive())
        .map(JavaClass::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static URLClassLoader loader(Stream<Path> jars) {
    return new URLClassLoader(
        jars.map(DistributionIT::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Stream<Path> jars(String folder) throws IOException {
    try (Stream<Path> files = Files.list(DIST.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
    }
  }

  private static String withoutVersion(String jar) {
    return jar.replaceFirst("-[0-9][^/]*\\.jar$", "");
  }
}
