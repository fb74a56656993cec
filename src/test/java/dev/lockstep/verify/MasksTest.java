package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.Value;
import dev.lockstep.item.Value.ListOf;
import dev.lockstep.item.Value.MapOf;
import dev.lockstep.item.Value.Num;
import dev.lockstep.item.Value.Text;
import dev.lockstep.verify.AttributeDifference.Shown;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MasksTest {
  private static final Value LINES =
      new ListOf(List.of(new MapOf(Map.of("price", new Num("9"), "sku", new Text("a")))));

  @Test
  void valuesAreShownWithTheirTypes() {
    assertThat(show(Masks.NONE, "total", new Num("42"), new Text("42")))
        .isEqualTo(new AttributeDifference("total", new Shown("N", "42"), new Shown("S", "42")));
    assertThat(show(Masks.NONE, "total", new Num("42"), new Text("42")).isOfType()).isTrue();
    assertThat(show(Masks.NONE, "lines", LINES, null).expected())
        .isEqualTo(new Shown("L", "[{\"M\":{\"price\":{\"N\":\"9\"},\"sku\":{\"S\":\"a\"}}}]"));
  }

  @Test
  void aMaskedValueShowsItsTypeAlone() {
    AttributeDifference shown =
        show(Masks.of(List.of("secret")), "secret", new Text("x"), new Num("1"));

    assertThat(shown.expected()).isEqualTo(new Shown("S", null));
    assertThat(shown.stored()).isEqualTo(new Shown("N", null));
    assertThat(expected(Masks.of(List.of("secret")), "secret", new Text("x"), null).masked())
        .isTrue();
  }

  @Test
  void aMaskHidesWhatIsBelowItAndInEveryElement() {
    Masks masks = Masks.of(List.of("lines.price", "address"));

    assertThat(expected(masks, "lines[3].price", new Num("1"), null).masked()).isTrue();
    assertThat(expected(masks, "lines[3].sku", new Text("b"), null).text()).isEqualTo("b");
    assertThat(expected(masks, "address.street", new Text("c"), null).masked()).isTrue();
    assertThat(expected(masks, "addresses", new Text("d"), null).text()).isEqualTo("d");
  }

  @Test
  void aMaskHidesWithinAValueThatIsShown() {
    assertThat(expected(Masks.of(List.of("lines[].price")), "lines", LINES, null).text())
        .isEqualTo("[{\"M\":{\"price\":\"***\",\"sku\":{\"S\":\"a\"}}}]");
  }

  @Test
  void aStarHidesEverything() {
    assertThat(expected(Masks.of(List.of("*")), "name", new Text("x"), null).masked()).isTrue();
  }

  @Test
  void longValuesAreCutBetweenCharacters() {
    String text = "x".repeat(Masks.LONGEST - 1) + "😀😀";

    assertThat(expected(Masks.NONE, "name", new Text(text), null).text())
        .isEqualTo("x".repeat(Masks.LONGEST - 1) + "…");
  }

  private static Shown expected(Masks masks, String path, Value expected, @Nullable Value stored) {
    return Objects.requireNonNull(show(masks, path, expected, stored).expected());
  }

  private static AttributeDifference show(
      Masks masks, String path, Value expected, @Nullable Value stored) {
    return masks.show(List.of(new ValueDifference(path, expected, stored))).get(0);
  }
}
