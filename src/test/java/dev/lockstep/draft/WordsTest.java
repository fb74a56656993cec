package dev.lockstep.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password", "PASSWORD", "password_hash", "userPassword", "reset-token", "apiKey",
        "api_key", "client_secret", "private_key", "pwd", "salt", "encrypted_password"
      })
  void secretsAreKnownByTheirNames(String column) {
    assertThat(Words.isSecret(column)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hashtag", "key", "salted_caramel", "tokens_used_by", "name", "secretary"})
  void otherWordsThatHoldThoseOfSecretsAreNone(String column) {
    assertThat(Words.isSecret(column)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "customers, customer",
    "addresses, address",
    "categories, category",
    "statuses, status",
    "boxes, box",
    "movies, movie",
    "status, status",
    "people, person",
    "news, news",
    "bus, bus",
    "Orders, Order"
  })
  void oneOfMany(String many, String one) {
    assertThat(Words.singular(many)).isEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({
    "customer_id, customer",
    "customerId, customer",
    "CUSTOMER_ID, CUSTOMER",
    "id, id",
    "bid, bid",
    "created_by, created_by",
    "country_code, country"
  })
  void whatAColumnCallsTheRowThatItReferences(String column, String stem) {
    assertThat(Words.stem(column)).isEqualTo(stem);
  }

  @Test
  void aSlugIsAsciiWhateverTheName() {
    assertThat(Words.slug("Order.Größe $x", "-")).matches("[a-z0-9-]+");
    assertThat(Words.slug("***", "_")).isEqualTo("x");
  }
}
