package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.yaml.Interpolation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is wrong with a mapping is said with file, line, path, the item type, and a way out. */
class CompileProblemsTest {
  private static final SourceTables TABLES =
      SourceTables.parse(
          """
          public.customers:
            columns: { id: bigint, email: text null, name: text, created_at: timestamptz, amounts: "money[]" }
            key: [id]
            toastable: [email, name]
          public.orders:
            columns: { id: bigint, customer_id: bigint, status: text, total: numeric, _v: bigint null, photo: bytea null }
            key: [id]
            full: true
          public.log:
            columns: { line: text, at: timestamptz }
          """);

  private static final String SHOP =
      """
      tables:
        shop: { partition-key: pk, sort-key: sk }
      items:
      """;

  @Test
  void aMisspelledColumnIsNamedWithItsLineAndTheNearestOne() {
    Problem problem =
        only(
            """
              order:
                table: shop
                from: public.orders
                key: { pk: "O#{id}", sk: "{custmer_id}" }
                columns: [status]
            """);

    assertThat(problem.code()).isEqualTo("UNKNOWN-COLUMN");
    assertThat(problem.category()).isEqualTo(Category.CONFIGURATION);
    assertThat(problem.where()).isEqualTo("shop.yaml:7 (items.order.key.sk)");
    assertThat(problem.what()).contains("'order'", "'custmer_id'", "public.orders");
    assertThat(problem.remedy()).startsWith("Did you mean 'customer_id'?");
  }

  @Test
  void everyProblemOfAllItemTypesIsReportedAtOnce() {
    assertThat(
            problems(
                """
                  order:
                    table: shpo
                    from: public.orders
                    key: { pk: "{id}", sk: X }
                  customer:
                    table: shop
                    from: public.custommers
                    key: { pk: "{id}", sk: X }
                  other:
                    table: shop
                    from: public.orders
                    key: { pk: "{id}", sort: X }
                    columns: [status, statsu]
                    attributes:
                      a: { template: "{totl}" }
                """))
        .extracting(p -> p.code() + " " + p.where())
        .containsExactly(
            "UNKNOWN-TABLE shop.yaml:5 (items.order.table)",
            "UNKNOWN-SOURCE-TABLE shop.yaml:10 (items.customer.from)",
            "KEY-INCOMPLETE shop.yaml:12 (items.other)",
            "KEY-UNKNOWN shop.yaml:15 (items.other.key.sort)",
            "UNKNOWN-COLUMN shop.yaml:16 (items.other.columns[1])",
            "UNKNOWN-COLUMN shop.yaml:18 (items.other.attributes.a.template)");
  }

  @Test
  void aMisspelledTableIsAnsweredWithTheNearestOne() {
    String item = "  c: { table: shop, from: public.custommers, key: { pk: \"{id}\", sk: X } }\n";

    assertThat(only(item).remedy()).startsWith("Did you mean 'public.customers'?");
  }

  @Test
  void aConditionWithAnUnknownColumnIsAnsweredWithTheNearestOne() {
    Problem problem = only(order("where: statu != 'draft'", "columns: [status]"));

    assertThat(problem.code()).isEqualTo("WHERE-WRONG");
    assertThat(problem.where()).isEqualTo("shop.yaml:8 (items.order.where)");
    assertThat(problem.remedy()).startsWith("Did you mean 'status'?");
  }

  @Test
  void aConditionOfWrongTypesSaysWhichDoNotFit() {
    Problem problem = only(order("where: status > 5", "columns: [status]"));

    assertThat(problem.what()).contains("_>_", "string", "int", "(character 8)");
  }

  @Test
  void aConditionThatIsNoTruthValueIsRefused() {
    assertThat(only(order("where: total + 1.0", "columns: [status]")).what())
        .contains("double", "true or false");
  }

  @Test
  void aConditionOnAColumnThatHasNoFormInConditionsSaysSo() {
    assertThat(only(order("where: photo == null", "columns: [status]")).what())
        .contains("'photo'", "whose type has no place in conditions");
  }

  @Test
  void aColumnThatCannotBeCarriedIsRefusedUnlessItIsLeftOut() {
    String all = customer("columns: all");
    String except = customer("columns: { except: [amounts] }");

    assertThat(only(all).code()).isEqualTo("UNSUPPORTED-COLUMN");
    assertThat(only(all).remedy()).contains("except: [amounts]");
    assertThat(warnings(except)).isEmpty();
  }

  @Test
  void aColumnWithABookkeepingNameIsRefused() {
    Problem problem = only(order("columns: [_v]"));

    assertThat(problem.code()).isEqualTo("RESERVED-NAME");
    assertThat(problem.where()).isEqualTo("shop.yaml:8 (items.order.columns[0])");
  }

  @Test
  void anAttributeWithTheNameOfAKeyAttributeIsRefused() {
    Problem problem = only(order("columns: []", "attributes: { sk: { value: x } }"));

    assertThat(problem.code()).isEqualTo("NAME-IS-KEY");
    assertThat(problem.where()).isEqualTo("shop.yaml:9 (items.order.attributes.sk.value)");
  }

  @Test
  void aColumnWithTheNameOfAKeyAttributeIsRefusedUnlessTheKeyIsThatColumn() {
    String tables = "tables: { abc: { partition-key: id } }\nitems:\n";
    String other =
        "  o: { table: abc, from: public.customers, key: { id: \"C#{id}\" }, columns: [id] }\n";
    String same = other.replace("C#", "");

    assertThat(compiled(tables + other)).extracting(Problem::code).containsExactly("NAME-IS-KEY");
    assertThat(compiled(tables + same)).isEmpty();
  }

  @Test
  void aKeyOfAnotherTypeThanTheTablesIsRefused() {
    String mapping =
        """
        tables: { abc: { partition-key: { name: pk, type: N } } }
        items:
          a: { table: abc, from: public.customers, key: { pk: "C#{id}" }, columns: [id] }
          b: { table: abc, from: public.customers, key: { pk: "{name}" }, columns: [id] }
        """;

    assertThat(compiled(mapping))
        .filteredOn(p -> p.code().equals("KEY-TYPE"))
        .extracting(Problem::where)
        .containsExactly("shop.yaml:3 (items.a.key.pk)", "shop.yaml:4 (items.b.key.pk)");
  }

  @Test
  void anIndexAttributeOfAnotherTypeThanTheIndexIsRefused() {
    String mapping =
        """
        tables:
          abc: { partition-key: pk, indexes: { by-total: { partition-key: total } } }
        items:
          o: { table: abc, from: public.orders, key: { pk: "{id}" }, columns: [total] }
        """;

    Problem problem = compiled(mapping).get(0);

    assertThat(problem.code()).isEqualTo("KEY-TYPE");
    assertThat(problem.what()).contains("'total'", "must be of type S", "is of type N");
  }

  @Test
  void aConversionThatTheTypeCannotTakeNamesThoseThatItCan() {
    Problem problem =
        only(order("columns: []", "attributes: { abc: { column: status, as: epoch-seconds } }"));

    assertThat(problem.code()).isEqualTo("CONVERSION-WRONG");
    assertThat(problem.remedy()).isEqualTo("Use one of: text, number, json.");
  }

  @Test
  void theUtcFilterIsForTimesOnly() {
    assertThat(
            only(order("columns: []", "attributes: { abc: { template: \"{status|utc}\" } }"))
                .code())
        .isEqualTo("FILTER-WRONG");
  }

  @Test
  void aTableWithoutAKeyNeedsAnIdentity() {
    Problem problem =
        only(
            "  l: { table: shop, from: public.log, key: { pk: L, sk: \"{at}\" }, columns: [line] }\n");

    assertThat(problem.code()).isEqualTo("NO-ROW-KEY");
    assertThat(problem.remedy()).contains("identity");
  }

  @Test
  void anIdentityOfUnknownColumnsIsRefused() {
    String log =
        "  l: { table: shop, from: public.log, identity: [lien], key: { pk: L, sk: \"{at}\" } }\n";

    assertThat(problems(log)).extracting(Problem::code).contains("UNKNOWN-COLUMN");
  }

  @Test
  void twoIdentitiesOfOneTableAreRefused() {
    String log =
        "  NAME: { table: shop, from: public.log, identity: [ID], key: { pk: NAME, sk: \"{at}\" } }\n";
    String one = log.replace("NAME", "a").replace("ID", "line, at");
    String two = log.replace("NAME", "b").replace("ID", "at");

    assertThat(problems(one + two)).extracting(Problem::code).contains("IDENTITY-CONFLICT");
  }

  @Test
  void itemTypesWhoseKeysCannotBeToldApartAreWarnedOf() {
    String a =
        "  a: { table: shop, from: public.orders, key: { pk: \"X#{id}\", sk: A }, columns: [id] }\n";
    String b =
        "  b: { table: shop, from: public.customers, key: { pk: \"X#{id}\", sk: SK }, columns: [id] }\n";

    assertThat(warnings(a + b.replace("SK", "A"))).containsExactly("KEYS-OVERLAP");
    assertThat(warnings(a + b.replace("SK", "B"))).isEmpty();
  }

  @Test
  void aKeyWithoutTheRowKeyIsWarnedOf() {
    assertThat(warnings(order("key: { pk: \"{customer_id}\", sk: ORDER }", "columns: [id]")))
        .containsExactly("KEY-NOT-UNIQUE");
    assertThat(warnings(order("key: { pk: \"{id|lower}\", sk: ORDER }", "columns: [id]")))
        .containsExactly("KEY-NOT-UNIQUE");
  }

  @Test
  void textsThatCanRunIntoEachOtherInAKeyAreWarnedOf() {
    String key = "key: { pk: \"{status}#{_v}TEXT#{id}\", sk: X }";

    assertThat(warnings(order("key: { pk: \"{status}#{id}\", sk: X }", "columns: [id]"))).isEmpty();
    assertThat(warnings(order("key: { pk: \"{status}{id}\", sk: X }", "columns: [id]")))
        .containsExactly("KEY-AMBIGUOUS");
    assertThat(warnings(order(key.replace("{_v}TEXT", "{photo}"), "columns: [id]")))
        .containsExactly("KEY-AMBIGUOUS");
    assertThat(
            warnings(
                order("key: { pk: \"{status|escape}#{photo}#{id}\", sk: X }", "columns: [id]")))
        .isEmpty();
  }

  @Test
  void unusedTablesAndIndexesAreWarnedOf() {
    String mapping =
        """
        tables:
          a: { partition-key: pk, indexes: { by-x: { partition-key: x } } }
          b: { partition-key: pk }
        items:
          o: { table: aaa, from: public.orders, key: { pk: "{id}" }, columns: [id] }
        """;

    assertThat(
            MappingCompiler.compile(
                    parse(
                        mapping
                            .replace("aaa", "xyz")
                            .replace("  a:", "  xyz:")
                            .replace("  b:", "  unused:")),
                    TABLES.all())
                .warnings())
        .extracting(Problem::code)
        .containsExactly("INDEX-EMPTY", "TABLE-UNUSED");
  }

  @Test
  void suggestionsMayComeFromAllTablesOfTheSource() {
    String item = "  c: { table: shop, from: public.item, key: { pk: \"{id}\", sk: X } }\n";

    LockstepException refusal =
        catchThrowableOfType(
            LockstepException.class,
            () ->
                MappingCompiler.compile(
                    parse(SHOP + item), TABLES.all(), Set.of(TableId.parse("public.items"))));

    assertThat(refusal.problem().remedy()).startsWith("Did you mean 'public.items'?");
  }

  private static String order(String... lines) {
    return item("order", "public.orders", lines);
  }

  private static String customer(String... lines) {
    return item("customer", "public.customers", lines);
  }

  private static String item(String name, String from, String... lines) {
    boolean hasKey = List.of(lines).stream().anyMatch(line -> line.startsWith("key:"));
    String head = "  " + name + ":\n    table: shop\n    from: " + from + "\n";
    String key = hasKey ? "" : "    key: { pk: \"{id}\", sk: X }\n";
    return head + key + "    " + String.join("\n    ", lines) + "\n";
  }

  private static List<String> warnings(String items) {
    return MappingCompiler.compile(parse(SHOP + items), TABLES.all()).warnings().stream()
        .map(Problem::code)
        .toList();
  }

  private static Problem only(String items) {
    List<Problem> problems = problems(items);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static List<Problem> problems(String items) {
    return compiled(SHOP + items);
  }

  private static List<Problem> compiled(String mapping) {
    LockstepException refusal =
        catchThrowableOfType(
            LockstepException.class, () -> MappingCompiler.compile(parse(mapping), TABLES.all()));
    return refusal == null ? List.of() : refusal.problems();
  }

  private static MappingDefinition parse(String mapping) {
    return MappingParser.parse("shop.yaml", mapping, Interpolation.NONE);
  }
}
