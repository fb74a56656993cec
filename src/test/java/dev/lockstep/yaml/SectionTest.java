package dev.lockstep.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SectionTest {
  private enum OnBadRow {
    HALT,
    DEAD_LETTER
  }

  private final Problems problems = new Problems();

  @Test
  void valuesOfTheRightTypeAreBound() {
    Section root =
        parse("name: shop\nport: 5432\non: true\nbad: dead-letter\nnames: [a, b]\nm: { k: v }\n");

    assertThat(root.text("name")).isEqualTo("shop");
    assertThat(root.integer("port", 1, 65535)).isEqualTo(5432);
    assertThat(root.bool("on", false)).isTrue();
    assertThat(root.choice("bad", OnBadRow.class, OnBadRow.HALT)).isEqualTo(OnBadRow.DEAD_LETTER);
    assertThat(root.texts("names")).containsExactly("a", "b");
    assertThat(root.textMap("m")).isEqualTo(Map.of("k", "v"));
    root.done();
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void absentValuesTakeTheirFallbacks() {
    Section root = parse("name: shop\nport:\n");

    assertThat(root.text("other", "x")).isEqualTo("x");
    assertThat(root.integer("port", 5432, 1, 65535)).isEqualTo(5432);
    assertThat(root.optionalInteger("n", 0, 9)).isEqualTo(OptionalLong.empty());
    assertThat(root.bool("flag", true)).isTrue();
    assertThat(root.choice("bad", OnBadRow.class, OnBadRow.HALT)).isEqualTo(OnBadRow.HALT);
    assertThat(root.texts("names")).isEmpty();
    assertThat(root.sections("items")).isEmpty();
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void anEntryWithoutASectionIsMissing() {
    Section root = parse("tables:\n  a:\n  b: { c: 1 }\n  d: 5\nkey:\nby: []\nfrom:\n");

    assertThat(root.sections("tables")).containsOnlyKeys("a", "b", "d");
    root.section("key");
    root.requiredScalars("by");
    root.require("from");
    assertThat(problems.all())
        .extracting(p -> p.code() + " " + p.where())
        .containsExactly(
            "MISSING-KEY f.yaml:2 (tables.a)",
            "WRONG-TYPE f.yaml:4 (tables.d)",
            "MISSING-KEY f.yaml:5 (key)",
            "MISSING-KEY f.yaml:6 (by)",
            "MISSING-KEY f.yaml:7 (from)");
  }

  @Test
  void everyProblemIsFoundInOneReading() {
    Section root = parse("port: many\nflag: yes\nbad: hald\nsize: 3\nsise: 4\n");

    root.text("name");
    root.integer("port", 5432, 1, 65535);
    root.bool("flag", false);
    root.choice("bad", OnBadRow.class, OnBadRow.HALT);
    root.integer("size", 0, 1, 2);
    root.allow("sizes");
    root.done();

    assertThat(problems.all())
        .extracting(p -> p.code() + " " + p.where())
        .containsExactly(
            "MISSING-KEY f.yaml:1",
            "WRONG-TYPE f.yaml:1 (port)",
            "WRONG-TYPE f.yaml:2 (flag)",
            "WRONG-VALUE f.yaml:3 (bad)",
            "WRONG-TYPE f.yaml:4 (size)",
            "UNKNOWN-KEY f.yaml:5 (sise)");
    assertThatThrownBy(problems::throwIfErrors).isInstanceOf(LockstepException.class);
  }

  @Test
  void anUnknownKeyIsAnsweredWithTheNearestKeyThatIsNotThereYet() {
    Section root = parse("hots: db\n");

    root.optionalText("host");
    root.optionalText("port");
    root.done();

    assertThat(problems.all().get(0).remedy())
        .isEqualTo("Did you mean 'host'? Allowed here: host, port.");
  }

  @Test
  void aWrongChoiceIsAnsweredWithTheNearestOne() {
    parse("bad: dead_leter\n").choice("bad", OnBadRow.class, OnBadRow.HALT);

    assertThat(problems.all().get(0).remedy())
        .isEqualTo("Did you mean 'dead-letter'? Use one of: halt, dead-letter.");
  }

  @Test
  void aListWhereATextIsExpectedIsAWrongType() {
    assertThat(parse("name: [a]\n").text("name")).isEmpty();

    assertThat(problems.all()).extracting(Problem::code).containsExactly("WRONG-TYPE");
    assertThat(problems.all().get(0).what()).isEqualTo("'name' is a list where a text is expected");
  }

  @Test
  void aTextWhereASectionIsExpectedIsAWrongType() {
    Section section = parse("items: none\n").section("items");

    assertThat(section.keys()).isEmpty();
    assertThat(problems.all()).extracting(Problem::code).containsExactly("WRONG-TYPE");
  }

  @Test
  void aListInsideAListOfTextsIsAWrongTypeAtItsPlace() {
    assertThat(parse("names: [a, [b]]\n").texts("names")).containsExactly("a");

    assertThat(problems.all().get(0).where()).isEqualTo("f.yaml:1 (names[1])");
  }

  @Test
  void aSingleTextIsAListOfOne() {
    assertThat(parse("names: a\n").texts("names")).containsExactly("a");
  }

  @Test
  void aNumberOverTheLimitOfLongIsAWrongType() {
    parse("n: 99999999999999999999\n").integer("n", 0, 0, 10);

    assertThat(problems.all().get(0).what())
        .isEqualTo(
            "'n' is the number '99999999999999999999' where a whole number from 0 to 10 is"
                + " expected");
  }

  @Test
  void anInterpolatedValueIsBoundButNeverShown() {
    Section root =
        YamlFile.parse("f.yaml", "port: ${env:P}\n", (text, place) -> "s3cret", problems);

    root.integer("port", 1, 1, 9);

    assertThat(problems.all().get(0).toString()).contains("${env:P}").doesNotContain("s3cret");
    assertThat(root.node("port").orElseThrow().toString()).doesNotContain("s3cret");
  }

  @Test
  void missingKeysInsideAMissingSectionAreReportedOnce() {
    parse("a: 1\n").section("source").text("host");

    assertThat(problems.all()).extracting(Problem::code).containsExactly("MISSING-KEY");
  }

  private Section parse(String text) {
    return YamlFile.parse("f.yaml", text, Interpolation.NONE, problems);
  }
}
