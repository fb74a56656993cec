package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.change.TableId;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.item.Value;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.yaml.Interpolation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingParserTest {
  private static final String GOOD =
      """
      tables:
        shop:
          partition-key: pk
          sort-key: { name: n, type: N }
          indexes:
            by-x: { partition-key: x, sort-key: { name: y, type: B } }
      items:
        order:
          table: shop
          from: public.orders
          identity: [a, b]
          where: status != 'draft'
          key: { pk: "O#{id}", n: { column: at, as: epoch-millis } }
          columns: { except: [secret] }
          attributes:
            type: { value: order }
          nulls: keep
          numbers: text
      """;

  @Test
  void theWholeLanguageIsRead() {
    MappingDefinition mapping = parse(GOOD);

    assertThat(mapping.sources())
        .isEqualTo(Map.of(TableId.parse("public.orders"), List.of("a", "b")));
    assertThat(Objects.requireNonNull(mapping.tables().get("shop")).spec())
        .isEqualTo(
            new TableSpec(
                "shop",
                new KeyAttribute("pk", KeyType.S),
                new KeyAttribute("n", KeyType.N),
                List.of(
                    new TableSpec.Index(
                        "by-x",
                        new KeyAttribute("x", KeyType.S),
                        new KeyAttribute("y", KeyType.B)))));
    ItemDefinition order = Objects.requireNonNull(mapping.items().get("order"));
    assertThat(order.where()).hasToString("status != 'draft'");
    assertThat(order.columns().takes("secret")).isFalse();
    assertThat(order.nulls()).isEqualTo(Nulls.KEEP);
    assertThat(order.numbers()).isEqualTo(NumberPolicy.TEXT);
    assertThat(order.attributes().get("type"))
        .isInstanceOfSatisfying(
            ValueDefinition.Constant.class,
            constant -> assertThat(constant.value()).isEqualTo(new Value.Text("order")));
  }

  @Test
  void referencesAreResolvedBeforeAnythingIsRead() {
    Interpolation env = (text, place) -> text.replace("${env:SCHEMA}", "tenant");

    MappingDefinition mapping =
        MappingParser.parse("m.yaml", GOOD.replace("public.", "${env:SCHEMA}."), env);

    assertThat(mapping.sources()).containsKey(TableId.parse("tenant.orders"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          partition-key: pk            | partition-ky: pk          | MISSING-KEY m.yaml:2 (tables.shop)
          sort-key: { name: n, type: N }| sort-key: { name: n, type: X } | WRONG-TYPE m.yaml:4 (tables.shop.sort-key.type)
          shop:\\n                     | s:\\n                     | WRONG-NAME m.yaml:2 (tables.s)
          from: public.orders          | from: orders              | WRONG-TYPE m.yaml:10 (items.order.from)
          "O#{id}"                     | "O#{id"                   | TEMPLATE-SYNTAX m.yaml:13 (items.order.key.pk)
          as: epoch-millis             | as: epoch-milis           | WRONG-VALUE m.yaml:13 (items.order.key.n.as)
          columns: { except: [secret] }| columns: { but: [secret] }| UNKNOWN-KEY m.yaml:14 (items.order.columns.but)
          columns: { except: [secret] }| columns: none             | WRONG-TYPE m.yaml:14 (items.order.columns)
          { value: order }             | order                     | WRONG-TYPE m.yaml:16 (items.order.attributes.type)
          { value: order }             | { value: a, column: b }   | WRONG-VALUE m.yaml:16 (items.order.attributes.type)
          { value: order }             | { template: a, as: text } | WRONG-VALUE m.yaml:16 (items.order.attributes.type)
          { value: order }             | { value: 1e999 }          | WRONG-TYPE m.yaml:16 (items.order.attributes.type.value)
          nulls: keep                  | nulls: kept               | WRONG-VALUE m.yaml:17 (items.order.nulls)
          numbers: text                | numers: text              | UNKNOWN-KEY m.yaml:18 (items.order.numers)
          partition-key: x             | partition-key: n          | KEY-TYPE-CONFLICT m.yaml:6 (tables.shop.indexes.by-x.partition-key)
          """)
  void whatIsWrongIsSaidWithItsPlace(String right, String wrong, String expected) {
    String from = right.replace("\\n", "\n");
    assertThat(GOOD).contains(from);

    assertThat(problems(GOOD.replace(from, wrong.replace("\\n", "\n"))))
        .extracting(p -> p.code() + " " + p.where())
        .contains(expected);
  }

  @Test
  void aFileWithoutItemsIsRefused() {
    assertThat(problems("tables: { abc: { partition-key: pk } }\n"))
        .extracting(Problem::code)
        .containsExactly("MISSING-KEY");
  }

  @Test
  void theDemosMappingIsRead() {
    assertThat(MappingParser.parse(Path.of("mappings/shop.yaml"), Interpolation.NONE).items())
        .containsOnlyKeys("customer", "order", "product");
  }

  private static MappingDefinition parse(String text) {
    return MappingParser.parse("m.yaml", text, Interpolation.NONE);
  }

  private static List<Problem> problems(String text) {
    return catchThrowableOfType(LockstepException.class, () -> parse(text)).problems();
  }
}
