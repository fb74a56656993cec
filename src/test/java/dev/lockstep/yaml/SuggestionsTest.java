package dev.lockstep.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private static final List<String> COLUMNS = List.of("customer_id", "created_at", "tier", "id");

  @Test
  void aSwappedPairOfLettersIsOneMistake() {
    assertThat(Suggestions.distance("cutsomer", "customer")).isEqualTo(1);
  }

  @Test
  void aMissingLetterFindsItsWord() {
    assertThat(Suggestions.nearest("custmer_id", COLUMNS)).contains("customer_id");
  }

  @Test
  void letterCaseAndDashesCountForNothing() {
    assertThat(Suggestions.nearest("Customer-ID", COLUMNS)).contains("customer_id");
  }

  @Test
  void aWordFarFromAllHasNoSuggestion() {
    assertThat(Suggestions.nearest("telephone", COLUMNS)).isEmpty();
    assertThat(Suggestions.didYouMean("telephone", COLUMNS)).isEmpty();
  }

  @Test
  void ofTwoEquallyNearWordsTheFirstInTheAlphabetIsNamed() {
    assertThat(Suggestions.didYouMean("bat", List.of("cat", "bar")))
        .isEqualTo("Did you mean 'bar'? ");
  }
}
