package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Problems;
import java.math.BigDecimal;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPatternTest {
  private static final TableSchema SCHEMA =
      SourceTables.parse(
              "public.t: { columns: { n: bigint, name: text, u: uuid, at: timestamptz, d: numeric }, key: [n] }\n")
          .schema("public.t");
  private static final String[] PIECES = {
    "A",
    "B#",
    "#",
    "{n}",
    "{n|pad:5}",
    "{name}",
    "{name|upper}",
    "{name|escape}",
    "{u}",
    "{at}",
    "{at|utc:day}",
    "{d}",
    "9",
    "-"
  };

  @ParameterizedTest
  @CsvSource({
    "CUSTOMER#{n}, CUSTOMER#17, true",
    "CUSTOMER#{n}, CUSTOMER#-17, true",
    "CUSTOMER#{n}, CUSTOMER#17#ORDER, false",
    "CUSTOMER#{n}, CUSTOMER, false",
    "PROFILE, PROFILE, true",
    "PROFILE, PROFILES, false",
    "{name}, '', true",
    "{name}#{n}, a#b#7, true",
    "{name}#{n}, a#b, false",
    "{name|escape}#X, a#b#X, false",
    "{name|upper}, abc, false",
    "{u}, 123e4567-e89b-12d3-a456-426614174000, true",
    "{u}, xyz, false"
  })
  void aKeyBelongsToTheTemplateThatCanMakeIt(String template, String key, boolean owned) {
    assertThat(pattern(template).matches(new Value.Text(key))).isEqualTo(owned);
  }

  @ParameterizedTest
  @CsvSource({
    "CUSTOMER#{n}, ORDER#{n}, false",
    "CUSTOMER#{n}, CUSTOMER#{n}, true",
    "ORDER#{n}, ORDER#{u}, true",
    "ORDER#{n}, ORDER#{n}#LINE, false",
    "ORDER#{name}, ORDER#{n}#LINE, true",
    "{name}, ANY, true",
    "{n}, ANY, false",
    "A{name}Z, {name}Y, false",
    "{name|escape}, A#B, false"
  })
  void twoTemplatesOverlapIfSomeKeyCouldComeFromBoth(String one, String other, boolean overlap) {
    assertThat(pattern(one).overlaps(pattern(other))).isEqualTo(overlap);
    assertThat(pattern(other).overlaps(pattern(one))).isEqualTo(overlap);
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 20_261_122})
  void everyKeyThatATemplateMakesBelongsToItAndToAllThatItSharesKeysWith(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      Template one = TemplateParser.parse(template(random));
      Template other = TemplateParser.parse(template(random));
      Value key = key(one, row(random));

      assertThat(pattern(one.toString()).matches(key))
          .as("seed %d: %s %s", seed, one, key)
          .isTrue();
      if (pattern(other.toString()).matches(key)) {
        assertThat(pattern(one.toString()).overlaps(pattern(other.toString())))
            .as("seed %d: %s and %s both make %s", seed, one, other, key)
            .isTrue();
      }
    }
  }

  private static String template(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(4); n >= 0; n--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static Value key(Template template, Row row) {
    BoundValue bound =
        new ColumnReader(
                "item type", item().content(), SCHEMA, Binder.Occasion.COMPILE, new Problems())
            .template(definition(template), true);
    Value key = bound.of(row);
    assertThat(key).isNotNull();
    return key;
  }

  private static Row row(Random random) {
    return new Row(
        SCHEMA,
        new @Nullable Object[] {
          random.nextLong(),
          random.nextInt(3) == 0
              ? ""
              : Integer.toString(random.nextInt(), 36) + (random.nextBoolean() ? "#é" : ""),
          new UUID(random.nextLong(), random.nextLong()).toString(),
          random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextLong(4_000_000_000_000_000L),
          random.nextInt(10) == 0
              ? "-Infinity"
              : BigDecimal.valueOf(random.nextLong(), random.nextInt(10))
        });
  }

  private static ItemDefinition item() {
    MappingDefinition mapping =
        MappedWorld.parse(
            """
            tables: { abc: { partition-key: pk } }
            items: { t: { table: abc, from: public.t, key: { pk: "{n}" } } }
            """);
    return mapping.items().values().iterator().next();
  }

  private static KeyPattern pattern(String template) {
    return KeyPattern.of(definition(TemplateParser.parse(template)), SCHEMA);
  }

  private static ValueDefinition.FromTemplate definition(Template template) {
    return new ValueDefinition.FromTemplate(template, new Place("t", 1, 1, ""));
  }
}
