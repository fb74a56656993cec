package dev.lockstep.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemSizeTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "äöü", "∑", "😀", "a😀ß∑z"})
  void text_counts_its_bytes_in_utf_8(String text) {
    assertThat(ItemSize.of(new Value.Text(text)))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "42, 2",
    "123, 3",
    "-123, 4",
    "1000000, 2",
    "0.01, 2",
    "1.5, 3",
    "12345678901234567890123456789012345678, 20",
    "-12345678901234567890123456789012345678, 21"
  })
  void numbers_count_a_byte_for_two_digits_and_one_more(String digits, long bytes) {
    assertThat(ItemSize.of(new Value.Num(digits))).isEqualTo(bytes);
  }

  @Test
  void collections_count_three_bytes_and_one_for_each_element() {
    Value text = new Value.Text("ab");
    assertThat(ItemSize.of(new Value.ListOf(List.of()))).isEqualTo(3);
    assertThat(ItemSize.of(new Value.ListOf(List.of(text, text)))).isEqualTo(3 + 2 + 4);
    assertThat(ItemSize.of(new Value.MapOf(Map.of("k", text)))).isEqualTo(3 + 1 + 1 + 2);
    assertThat(ItemSize.of(new Value.TextSet(Set.of("a", "bc")))).isEqualTo(3);
    assertThat(ItemSize.of(new Value.NumSet(Set.of("1", "42")))).isEqualTo(4);
    assertThat(ItemSize.of(new Value.Binary(ByteBuffer.allocate(7)))).isEqualTo(7);
    assertThat(ItemSize.of(new Value.Bool(true)) + ItemSize.of(new Value.Null())).isEqualTo(2);
  }

  @Test
  void an_item_counts_its_names() {
    assertThat(ItemSize.of(Map.of("näme", new Value.Text("x")))).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1024, 1", "1025, 2", "409600, 400"})
  void a_write_unit_is_a_begun_kilobyte(long bytes, double units) {
    assertThat(ItemSize.writeUnits(bytes)).isEqualTo(units);
  }
}
