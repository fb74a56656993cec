package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scenarios do not show: limits, infinities, and what is refused. */
class ConversionsTest {

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindHasADefaultThatItAllows(Kind kind) {
    ColumnType type = new ColumnType(kind, "t", ColumnType.of(Kind.TEXT, "text"));

    assertThat(Conversions.allowed(type).contains(As.byDefault(kind)))
        .isEqualTo(kind != Kind.UNSUPPORTED);
  }

  @ParameterizedTest
  @CsvSource({
    "12345678901234567890123456789012345678, N",
    "123456789012345678901234567890123456789, -",
    "1E125, N",
    "1E126, -",
    "1E-130, N",
    "1E-131, -",
    "NaN, -",
    "Infinity, -"
  })
  void aNumberIsExactOrRefused(String number, String outcome) {
    Object held = HeldValues.held(number, HeldValues.type("numeric"));

    if (outcome.equals("N")) {
      assertThat(convert("numeric", As.NUMBER, held)).isInstanceOf(Value.Num.class);
    } else {
      assertThat(refusal("numeric", As.NUMBER, held)).isEqualTo("NUMBER-UNFIT");
      assertThat(convert("numeric", As.TEXT, held)).isInstanceOf(Value.Text.class);
    }
  }

  @Test
  void aSetOfLabelsIsAStringSetAListOrText() {
    assertThat(convert("set", As.STRING_SET, List.of("red", "blue")))
        .isEqualTo(new Value.TextSet(Set.of("red", "blue")));
    assertThat(convert("set", As.STRING_SET, List.of())).isNull();
    assertThat(convert("set", As.LIST, List.of("red")))
        .isEqualTo(new Value.ListOf(List.of(new Value.Text("red"))));
    assertThat(convert("set", As.TEXT, List.of("red", "blue")))
        .isEqualTo(new Value.Text("red,blue"));
  }

  @Test
  void anInfiniteTimeIsTextButNoNumber() {
    assertThat(convert("timestamptz", As.TEXT, Long.MAX_VALUE))
        .isEqualTo(new Value.Text("infinity"));
    assertThat(refusal("timestamptz", As.EPOCH_MILLIS, Long.MIN_VALUE)).isEqualTo("INFINITE-TIME");
  }

  @Test
  void theFarthestDateHasAnEpoch() {
    assertThat(convert("date", As.EPOCH_MICROS, 2_145_031_948L))
        .isEqualTo(new Value.Num("185330760307200000000"));
  }

  @Test
  void textThatIsNoNumberOrNoJsonIsRefused() {
    assertThat(refusal("text", As.NUMBER, "12a")).isEqualTo("NOT-A-NUMBER");
    assertThat(refusal("text", As.JSON, "{")).isEqualTo("NOT-JSON");
    assertThat(refusal("text", As.JSON, "")).isEqualTo("NOT-JSON");
    assertThat(refusal("text", As.JSON, "1 2")).isEqualTo("NOT-JSON");
  }

  @Test
  void aSetHoldsNeitherNullNorEmptyText() {
    List<@Nullable Object> withNull = new ArrayList<>();
    withNull.add(null);

    assertThat(refusal("text[]", As.STRING_SET, withNull)).isEqualTo("SET-UNFIT");
    assertThat(refusal("text[]", As.STRING_SET, List.of(""))).isEqualTo("SET-UNFIT");
    assertThat(convert("text[]", As.STRING_SET, List.of())).isNull();
  }

  @Test
  void jsonNestsAsDeepAsDynamoDbDoes() {
    assertThat(convert("jsonb", As.JSON, "[".repeat(31) + "]".repeat(31))).isNotNull();
    assertThat(refusal("jsonb", As.JSON, "[".repeat(32) + "]".repeat(32))).isEqualTo("TOO-DEEP");
    assertThat(refusal("jsonb", As.JSON, "[".repeat(5000) + "]".repeat(5000)))
        .isEqualTo("TOO-DEEP");
  }

  @Test
  void aJsonNumberWithAnAbsurdExponentIsRefusedAndNoBomb() {
    assertThat(refusal("jsonb", As.JSON, "1e999999999")).isEqualTo("NUMBER-UNFIT");
    assertThat(refusal("jsonb", As.JSON, "1e99999999999")).isEqualTo("NUMBER-UNFIT");
  }

  @Test
  void ofEqualJsonKeysTheLastCounts() {
    assertThat(convert("jsonb", As.JSON, "{\"a\": 1, \"a\": null}"))
        .isEqualTo(new Value.MapOf(Map.of("a", new Value.Null())));
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 20_261_122})
  void jsonKeepsEveryValue(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String json = json(random, 4);

      JsonNode back = plain(ItemJson.of(new JsonValues(NumberPolicy.REFUSE).parse(json)));

      assertThat(back).as("seed %d: %s", seed, json).isEqualTo(ItemJson.MAPPER.readTree(json));
    }
  }

  private static String json(Random random, int depth) {
    int dice = random.nextInt(depth > 0 ? 7 : 5);
    return switch (dice) {
      case 0 -> "null";
      case 1 -> String.valueOf(random.nextBoolean());
      case 2 -> String.valueOf(random.nextInt());
      case 3 -> "\"" + Integer.toString(random.nextInt(), 36) + " é\\n\"";
      case 4 -> "\"\"";
      case 5 -> "[" + json(random, depth - 1) + "," + json(random, depth - 1) + "]";
      default -> "{\"a\":" + json(random, depth - 1) + ",\"b\":" + json(random, depth - 1) + "}";
    };
  }

  /** DynamoDB JSON back to JSON. */
  private static JsonNode plain(JsonNode typed) {
    String type = typed.fieldNames().next();
    JsonNode value = typed.get(type);
    return switch (type) {
      case "N" -> ItemJson.MAPPER.getNodeFactory().numberNode(value.asInt());
      case "NULL" -> ItemJson.MAPPER.nullNode();
      case "L" -> {
        var array = ItemJson.MAPPER.createArrayNode();
        value.forEach(element -> array.add(plain(element)));
        yield array;
      }
      case "M" -> {
        var object = ItemJson.MAPPER.createObjectNode();
        value.properties().forEach(e -> object.set(e.getKey(), plain(e.getValue())));
        yield object;
      }
      default -> value;
    };
  }

  private static @Nullable Value convert(String type, As as, Object held) {
    return Conversions.of(HeldValues.type(type), as, NumberPolicy.REFUSE).convert(held);
  }

  private static String refusal(String type, As as, Object held) {
    return catchThrowableOfType(BadValueException.class, () -> convert(type, as, held)).code();
  }
}
