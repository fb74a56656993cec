package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.item.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonBytesTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\"quoted\" \\ back",
        "\t\r\n\b\f\u0000\u001f\u007f",
        "ä ß é",
        "∑ \u2028",
        "😀"
      })
  void texts_are_read_back_by_another_parser(String text) throws IOException {
    assertThat(JACKSON.readTree(new JsonBytes(1).text(text).toBytes()).textValue()).isEqualTo(text);
  }

  @Test
  void random_texts_are_read_back_by_another_parser() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text = text(random);
      assertThat(JACKSON.readTree(new JsonBytes(4).text(text).toBytes()).textValue())
          .as("seed %d, text %d", seed, i)
          .isEqualTo(text);
    }
  }

  @Test
  void half_a_pair_is_kept_as_an_escape() {
    assertThat(new JsonBytes(4).text("a\ud83d!").toBytes()).asString().isEqualTo("\"a\\ud83d!\"");
  }

  @Test
  void random_attributes_are_read_back_as_they_were() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Map<String, Value> attributes = map(random, 4);
      JsonBytes out = new JsonBytes(16);
      ValueJson.write(out, new Value.MapOf(attributes));
      try (JsonParser in = new JsonFactory().createParser(out.toBytes())) {
        in.nextToken();
        in.nextToken();
        in.nextToken();
        assertThat(ValueJson.readAttributes(in)).as("seed %d", seed).isEqualTo(attributes);
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int bound = random.nextBoolean() ? 0x80 : 0x11_0000;
      int point = random.nextInt(bound);
      boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      text.appendCodePoint(surrogate ? 'x' : point);
    }
    return text.toString();
  }

  private static Map<String, Value> map(Random random, int depth) {
    Map<String, Value> values = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.put(text(random), value(random, depth - 1));
    }
    return values;
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> new Value.Text(text(random));
      case 1 -> new Value.Num(Long.toString(random.nextLong()));
      case 2 -> new Value.Bool(random.nextBoolean());
      case 3 -> new Value.Null();
      case 4 -> new Value.Binary(bytes(random));
      case 5 -> new Value.MapOf(map(random, depth));
      case 6 -> new Value.ListOf(list(random, depth));
      case 7 -> new Value.TextSet(set(text(random), text(random)));
      default -> new Value.NumSet(set("-1.5", Integer.toString(random.nextInt())));
    };
  }

  private static Set<String> set(String one, String other) {
    return new HashSet<>(List.of(one, other + "!".repeat(one.equals(other) ? 1 : 0)));
  }

  private static List<Value> list(Random random, int depth) {
    List<Value> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value(random, depth - 1));
    }
    return values;
  }

  private static ByteBuffer bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }
}
