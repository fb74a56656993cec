package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  @Test
  void aTemplateIsLiteralsAndHoles() {
    Template template = TemplateParser.parse("A#{x}{y | pad:3|lower}");

    assertThat(template.parts()).hasSize(3);
    assertThat(template.holes()).extracting(Template.Hole::column).containsExactly("x", "y");
    assertThat(template).hasToString("A#{x}{y|pad:3|lower}");
  }

  @Test
  void aHoleMayNameALookedUpColumn() {
    Template template = TemplateParser.parse("{product.category.name|lower}");

    assertThat(template.holes())
        .extracting(Template.Hole::column)
        .containsExactly("product.category.name");
    assertThat(template).hasToString("{product.category.name|lower}");
  }

  @Test
  void doubledBracesAreBraces() {
    Template template = TemplateParser.parse("{{a}} {{{b}}}");

    assertThat(template.parts().get(0)).isEqualTo(new Template.Literal("{a} {"));
    assertThat(template.holes()).extracting(Template.Hole::column).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 20_261_122})
  void theOneFormOfATemplateReadsBackAsTheSameTemplate(long seed) {
    Random random = new Random(seed);
    String[] pieces = {"a", "#", "{{", "}}", "{x}", "{y|pad:4}", "{z|utc:day|lower}", "{w|escape}"};
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(6); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      Template template = TemplateParser.parse(text.toString());

      assertThat(TemplateParser.parse(template.toString()))
          .as("seed %d: %s", seed, text)
          .isEqualTo(template);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a{b; '{' at character 2",
        "a}; '}' at character 2",
        "{}; names no column",
        "{a|uper}; Did you mean 'upper'?",
        "{a|pad}; needs a width",
        "{a|pad:x}; not a width",
        "{a|pad:0}; not a width",
        "{a|pad:101}; not a width",
        "{a|lower|utc}; must be the first filter",
        "{a|utc:week}; cannot write 'week'"
      })
  void whatIsWrongIsSaid(String template, String why) {
    assertThatThrownBy(() -> TemplateParser.parse(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(template)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 0007",
    "-7, -007",
    "12345, 12345",
    "'', 0000",
    "1.5, 01.5",
  })
  void padPutsZerosBehindTheSign(String text, String padded) {
    assertThat(new TextFilter.Pad(4).apply(text)).isEqualTo(padded);
  }

  @Test
  void escapedTextsOfDifferentValuesDiffer() {
    TextFilter escape = new TextFilter.Escape();

    assertThat(escape.apply("a#b")).isEqualTo("a%23b");
    assertThat(escape.apply("a%23b")).isEqualTo("a%2523b");
  }
}
