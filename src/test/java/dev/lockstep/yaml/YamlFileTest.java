package dev.lockstep.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
  private final Problems problems = new Problems();

  @Test
  void aMissingFileIsOneProblemThatNamesIt() {
    Problem problem = refusalOf(Path.of("no/such.yaml"));

    assertThat(problem.code()).isEqualTo("YAML-UNREADABLE");
    assertThat(problem.category()).isEqualTo(Category.CONFIGURATION);
    assertThat(problem.where()).isEqualTo("no/such.yaml");
  }

  @Test
  void brokenYamlIsOneProblemWithItsLine() {
    Problem problem = refusalOf("a: 1\nb: [1, 2\nc: 3\n");

    assertThat(problem.code()).isEqualTo("YAML-UNREADABLE");
    assertThat(problem.where()).isEqualTo("f.yaml:3");
  }

  @Test
  void aTabAsIndentationIsOneProblemWithItsLine() {
    assertThat(refusalOf("a:\n\tb: 1\n").where()).isEqualTo("f.yaml:2");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThat(refusalOf("# nothing\n").what()).contains("empty");
  }

  @Test
  void twoDocumentsAreRefused() {
    assertThat(refusalOf("a: 1\n---\na: 2\n").what()).contains("more than one document");
  }

  @Test
  void aListAtTheRootIsRefused() {
    assertThat(refusalOf("- a\n").what()).contains("a list");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, "name: Zoë\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refusalOf(file).what()).contains("UTF-8");
  }

  @Test
  void aDirectoryIsRefused(@TempDir Path folder) {
    assertThat(refusalOf(folder).code()).isEqualTo("YAML-UNREADABLE");
  }

  @Test
  void aFileIsReadWithItsPlaces(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("good.yaml");
    Files.writeString(file, "items:\n  order:\n    key: { pk: A, sk: B }\n");

    Section key =
        YamlFile.read(file, Interpolation.NONE, problems)
            .section("items")
            .section("order")
            .section("key");

    assertThat(key.placeOf("sk"))
        .isEqualTo(new Place(file.toString(), 3, 19, "items.order.key.sk"));
    assertThat(key.placeOf("sk")).hasToString(file + ":3 (items.order.key.sk)");
  }

  @Test
  void aKeyThatIsThereTwiceIsReportedWithBothLines() {
    YamlFile.parse("f.yaml", "a: 1\nb: 2\na: 3\n", Interpolation.NONE, problems);

    assertThat(problems.all()).hasSize(1);
    assertThat(problems.all().get(0).code()).isEqualTo("DUPLICATE-KEY");
    assertThat(problems.all().get(0).where()).isEqualTo("f.yaml:3 (a)");
    assertThat(problems.all().get(0).what()).contains("line 1");
  }

  @Test
  void anAliasRepeatsItsAnchorAtItsOwnPath() {
    Section root =
        YamlFile.parse("f.yaml", "a: &x { k: 1 }\nb: *x\n", Interpolation.NONE, problems);

    assertThat(root.section("b").text("k")).isEqualTo("1");
    assertThat(root.section("b").place().path()).isEqualTo("b");
  }

  @Test
  void anAliasToItsOwnAncestorIsReported() {
    YamlFile.parse("f.yaml", "a: &x\n  b: *x\n", Interpolation.NONE, problems);

    assertThat(problems.all()).extracting(Problem::code).containsExactly("YAML-RECURSION");
  }

  @Test
  void referencesAreResolvedInValuesOnly() {
    Interpolation shout = (text, place) -> text.replace("$x", "secret");

    Section root = YamlFile.parse("f.yaml", "$x: a-$x\nl: [$x]\n", shout, problems);

    assertThat(root.text("$x")).isEqualTo("a-secret");
    assertThat(root.texts("l")).containsExactly("secret");
  }

  @Test
  void aReferenceThatCannotBeResolvedIsReportedWithAllOthers() {
    Interpolation failing =
        (text, place) -> {
          throw new LockstepException(
              Problem.error(
                  Category.CONFIGURATION, "ENV-MISSING", "no " + text, place.toString(), "set it"));
        };

    YamlFile.parse("f.yaml", "a: x\nb: y\n", failing, problems);

    assertThat(problems.all())
        .extracting(Problem::where)
        .containsExactly("f.yaml:1 (a)", "f.yaml:2 (b)");
  }

  private Problem refusalOf(String text) {
    return only(
        catchThrowableOfType(
            LockstepException.class,
            () -> YamlFile.parse("f.yaml", text, Interpolation.NONE, problems)));
  }

  private Problem refusalOf(Path file) {
    return only(
        catchThrowableOfType(
            LockstepException.class, () -> YamlFile.read(file, Interpolation.NONE, problems)));
  }

  private static Problem only(LockstepException refusal) {
    assertThat(refusal.problems()).hasSize(1);
    return refusal.problem();
  }
}
