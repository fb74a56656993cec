package dev.lockstep.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {
  private static final int LONGEST_METHOD = 60;
  private static final int LONG_FILE = 300;
  private static final double SHARE_OF_SHORT_FILES = 0.95;

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Path DECISIONS = Path.of("docs/adr");
  private static final List<SourceFile> PRODUCT = SourceFile.below(MAIN);
  private static final List<SourceFile> ALL = SourceFile.below(MAIN, TESTS);

  // Taken apart, so that this file has none of them.
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern DISABLED = Pattern.compile("@Disab" + "led");
  private static final Pattern SLEEP =
      Pattern.compile("\\b(Thread|TimeUnit\\.\\w+)\\.sle" + "ep\\(");
  private static final Pattern VAGUE = Pattern.compile("(^|\\.)(util|utils|common|impl)(\\.|$)");

  @Test
  void noMethodIsLongerThanAScreen() {
    List<String> tooLong = new ArrayList<>();
    for (SourceFile file : ALL) {
      for (Declarations.Method method : Declarations.methods(file)) {
        if (method.length() > LONGEST_METHOD) {
          tooLong.add(file.at(method.line(), method.name() + " has " + method.length() + " lines"));
        }
      }
    }
    expectNone(tooLong, "methods over " + LONGEST_METHOD + " lines: name their parts as methods");
  }

  @Test
  void nineteenOfTwentyFilesAreShort() {
    List<SourceFile> byLength =
        ALL.stream().sorted(Comparator.comparing(file -> file.lines().size())).toList();
    int rank = (int) Math.ceil(SHARE_OF_SHORT_FILES * byLength.size()) - 1;
    List<String> longFiles =
        byLength.stream()
            .filter(file -> file.lines().size() >= LONG_FILE)
            .map(file -> file.at(1, "has " + file.lines().size() + " lines"))
            .toList();
    assertThat(byLength.get(rank).lines().size())
        .as("too many long files: give each a second noun, and a class to it%n%s", list(longFiles))
        .isLessThan(LONG_FILE);
  }

  @Test
  void nothingIsLeftForLater() {
    expectNone(findings(ALL, UNFINISHED, "unfinished"), "do it now, or open an issue for it");
  }

  @Test
  void noTestIsSwitchedOff() {
    expectNone(findings(ALL, DISABLED, "switched off"), "mend the test or delete it");
  }

  @Test
  void noTestSleeps() {
    List<SourceFile> tests =
        ALL.stream()
            .filter(file -> file.path().toAbsolutePath().startsWith(TESTS.toAbsolutePath()))
            .toList();
    expectNone(
        findings(tests, SLEEP, "sleeps"),
        "wait for what is to happen (Awaitility), or inject the clock");
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Map<String, List<SourceFile>> packages =
        ALL.stream().collect(groupingBy(SourceFile::packageName));
    Set<String> silent = new TreeSet<>();
    packages.forEach(
        (name, files) -> {
          if (files.stream().noneMatch(TidyTest::introducesItsPackage)) {
            silent.add(files.get(0).at(1, name + " has no package-info"));
          }
        });
    expectNone(
        silent,
        "write a package-info.java: a paragraph on what it is and what flows in and out, and"
            + " @NullMarked");
  }

  @Test
  void everythingPublicIsDocumented() {
    List<String> silent = new ArrayList<>();
    for (SourceFile file : PRODUCT) {
      for (Declarations.Api api : Declarations.api(file)) {
        if (!api.documented()) {
          silent.add(file.at(api.line(), api.name() + " has no Javadoc"));
        }
      }
    }
    expectNone(silent, "say what it is for (units, errors), or make it package-private");
  }

  @Test
  void noPackageHasAVagueName() {
    List<String> vague =
        ALL.stream()
            .filter(file -> VAGUE.matcher(file.packageName()).find())
            .map(file -> file.at(1, "is in " + file.packageName()))
            .toList();
    expectNone(vague, "name the package after what it holds");
  }

  @Test
  void everyDecisionIsInTheIndex() throws IOException {
    String index = Files.readString(DECISIONS.resolve("README.md"));
    try (Stream<Path> pages = Files.list(DECISIONS)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .filteredOn(name -> name.matches("\\d{4}-.*"))
          .as("pages that docs/adr/README.md does not link: add a row")
          .isNotEmpty()
          .allMatch(name -> index.contains("(" + name + ")"));
    }
  }

  @Test
  void theRulesSeeWhatTheyAreFor(@TempDir Path dir) throws IOException {
    Path sample = dir.resolve("Sample.java");
    Files.writeString(
        sample,
        "package a.util;\n\npublic class Sample {\n  void brief() {}\n\n  void lengthy() {\n"
            + "    // line\n".repeat(LONGEST_METHOD)
            + "  }\n  // TO"
            + "DO more\n  /** Says so. */\n  public interface Known { int size(); private void own() {} }\n}\n");
    SourceFile file = SourceFile.parse(List.of(sample)).get(0);

    assertThat(Declarations.methods(file))
        .contains(new Declarations.Method("brief", 4, 1))
        .contains(new Declarations.Method("lengthy", 6, LONGEST_METHOD + 2L));
    assertThat(Declarations.api(file))
        .extracting(Declarations.Api::name, Declarations.Api::documented)
        .containsExactly(
            Tuple.tuple("Sample", false), Tuple.tuple("Known", true), Tuple.tuple("size", false));
    assertThat(file.matches(UNFINISHED, "unfinished"))
        .hasSize(1)
        .first()
        .asString()
        .contains(":68");
    assertThat(VAGUE.matcher(file.packageName()).find()).isTrue();
  }

  private static boolean introducesItsPackage(SourceFile file) {
    String text = String.join("\n", file.lines());
    return file.path().endsWith("package-info.java")
        && text.contains("/**")
        && text.contains("@NullMarked");
  }

  private static List<String> findings(List<SourceFile> files, Pattern pattern, String what) {
    return files.stream().flatMap(file -> file.matches(pattern, what).stream()).toList();
  }

  private static void expectNone(Iterable<String> findings, String remedy) {
    assertThat(findings).as("%s%n%s", remedy, list(findings)).isEmpty();
  }

  private static String list(Iterable<String> findings) {
    return StreamSupport.stream(findings.spliterator(), false)
        .map(finding -> "  " + finding)
        .collect(joining(System.lineSeparator()));
  }
}
