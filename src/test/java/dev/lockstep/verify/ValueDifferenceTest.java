package dev.lockstep.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.item.Numbers;
import dev.lockstep.item.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueDifferenceTest {
  @Test
  void equalItemsDifferNowhere() {
    assertThat(ValueDifference.between(Map.of("a", text("x")), Map.of("a", text("x")))).isEmpty();
  }

  @Test
  void theSmallestPlaceIsNamed() {
    Value expected = map("inner", list(map("q", Numbers.of(1)), map("q", Numbers.of(2))));
    Value stored = map("inner", list(map("q", Numbers.of(1)), map("q", Numbers.of(3))));

    assertThat(ValueDifference.between(Map.of("a", expected), Map.of("a", stored)))
        .containsExactly(new ValueDifference("a.inner[1].q", Numbers.of(2), Numbers.of(3)));
  }

  @Test
  void whatIsOnOneSideOnlyIsAbsentOnTheOther() {
    assertThat(
            ValueDifference.between(
                Map.of("a", text("x"), "l", list(text("1"))), Map.of("b", text("y"), "l", list())))
        .containsExactly(
            new ValueDifference("a", text("x"), null),
            new ValueDifference("b", null, text("y")),
            new ValueDifference("l[0]", text("1"), null));
  }

  @Test
  void aTextIsNotANumber() {
    assertThat(ValueDifference.between(Map.of("a", text("1")), Map.of("a", Numbers.of(1))))
        .hasSize(1);
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value map(String name, Value value) {
    return new Value.MapOf(Map.of(name, value));
  }

  private static Value list(Value... values) {
    return new Value.ListOf(List.of(values));
  }
}
