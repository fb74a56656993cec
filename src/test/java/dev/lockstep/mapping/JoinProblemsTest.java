package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.yaml.Interpolation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with embeds and lookups is said with its place, and a way out. */
class JoinProblemsTest {
  private static final SourceTables TABLES =
      SourceTables.parse(
          """
          public.orders:
            columns: { id: bigint, customer_id: bigint null, status: text, cents: "money[]", "c.name": text null }
            key: [id]
          public.lines:
            columns: { id: bigint, order_id: bigint null, sku: text null, quantity: numeric, price: "money[]", at: interval, ok: boolean }
            key: [id]
          public.parts:
            columns: { order_id: bigint, part_no: bigint, name: text }
            key: [order_id, part_no]
          public.customers:
            columns: { id: bigint, name: text null }
            key: [id]
          public.log:
            columns: { order_id: bigint, line: text }
          """);

  private static final String HEAD =
      """
      tables:
        shop: { partition-key: pk, sort-key: sk, indexes: { by-x: { partition-key: x } } }
      items:
        order:
          table: shop
          from: public.orders
          key: { pk: "{id}", sk: O }
          columns: [status]
      """;

  @Test
  void aMisspelledTableIsAnsweredWithTheNearestOne() {
    Problem embed = only("embed: { l: { from: public.line, by: order_id, as: list } }");
    Problem lookup = only("lookup: { c: { from: public.customer, by: customer_id } }");

    assertThat(embed.code()).isEqualTo("UNKNOWN-SOURCE-TABLE");
    assertThat(embed.where()).isEqualTo("shop.yaml:9 (items.order.embed.l.from)");
    assertThat(embed.what()).contains("embed 'l' of item type 'order'", "public.line");
    assertThat(embed.remedy()).startsWith("Did you mean 'public.lines'?");
    assertThat(lookup.what()).contains("lookup 'c' of item type 'order'");
    assertThat(lookup.remedy()).startsWith("Did you mean 'public.customers'?");
  }

  @Test
  void aMisspelledReferenceIsAnsweredWithTheNearestColumn() {
    Problem by = only("embed: { l: { from: public.lines, by: ordr_id, as: list } }");
    Problem to = only("embed: { l: { from: public.lines, by: order_id, to: idd, as: list } }");
    Problem up = only("lookup: { c: { from: public.customers, by: custmer_id } }");

    assertThat(by.code()).isEqualTo("UNKNOWN-COLUMN");
    assertThat(by.where()).isEqualTo("shop.yaml:9 (items.order.embed.l.by)");
    assertThat(by.what()).contains("'ordr_id'", "public.lines");
    assertThat(by.remedy()).startsWith("Did you mean 'order_id'?");
    assertThat(to.what()).contains("'idd'", "public.orders");
    assertThat(up.what()).contains("'custmer_id'", "public.orders");
  }

  @Test
  void aReferenceHasAsManyColumnsAsTheKey() {
    Problem problem = only("lookup: { p: { from: public.parts, by: id } }");

    assertThat(problem.code()).isEqualTo("REFERENCE-COUNT");
    assertThat(problem.what()).contains("(order_id, part_no) of public.parts", "by (id)");
    assertThat(codes("lookup: { p: { from: public.parts, by: id, to: part_no } }")).isEmpty();
  }

  @Test
  void aReferenceIsOfTheTypeOfTheKey() {
    Problem problem = only("lookup: { c: { from: public.customers, by: status } }");

    assertThat(problem.code()).isEqualTo("REFERENCE-TYPE");
    assertThat(problem.what()).contains("'status' of type text", "'id' is of type bigint");
    assertThat(codes("embed: { l: { from: public.lines, by: quantity, as: list, columns: [id] } }"))
        .as("whole numbers and decimals are comparable")
        .isEmpty();
  }

  @Test
  void anEmbeddedTableNeedsARowKey() {
    String log = "embed: { l: { from: public.log, by: order_id, as: list } }";

    assertThat(only(log).code()).isEqualTo("NO-ROW-KEY");
    assertThat(only(log).what()).contains("public.log", "embed 'l' of item type 'order'");
    assertThat(only(log.replace("by:", "identity: [lien], by:")).remedy())
        .startsWith("Did you mean 'line'?");
  }

  @Test
  void aLookedUpColumnThatIsNotThereIsAnsweredWithTheNearestOne() {
    String lookup = "lookup: { who: { from: public.customers, by: customer_id TAKE } }";
    Problem attribute =
        only(lookup.replace(" TAKE", ""), "attributes: { a: { column: who.nmae } }");
    Problem condition = only(lookup.replace(" TAKE", ""), "where: who.nmae == 'Ada'");
    Problem taken = only(lookup.replace(" TAKE", ", take: [nmae]"));
    Problem template = only(lookup.replace(" TAKE", ", take: { template: \"{nmae}\" }"));

    assertThat(List.of(attribute, taken, template))
        .allSatisfy(
            p -> {
              assertThat(p.code()).isEqualTo("UNKNOWN-COLUMN");
              assertThat(p.remedy()).startsWith("Did you mean 'who.name'?");
            });
    assertThat(condition.code()).isEqualTo("WHERE-WRONG");
    assertThat(condition.what()).contains("'who.nmae'");
    assertThat(condition.remedy()).startsWith("Did you mean 'who.name'?");
  }

  @Test
  void whatIsWrongInsideAnEmbedNamesTheEmbed() {
    Problem condition =
        only(
            "embed: { l: { from: public.lines, by: order_id, as: list, columns: [id],"
                + " where: quantty > 5.0 } }");
    Problem nested =
        only(
            "embed: { l: { from: public.lines, by: order_id, as: list, columns: [id], embed: {"
                + " p: { from: public.parts, by: order_id, to: order_id, as: list, columns: [nam]"
                + " } } } }");

    assertThat(condition.what()).contains("embed 'l' of item type 'order'");
    assertThat(condition.remedy()).startsWith("Did you mean 'quantity'?");
    assertThat(nested.what()).contains("embed 'p' of embed 'l' of item type 'order'", "'nam'");
  }

  @Test
  void aColumnThatCannotBeCarriedIsRefusedInAnEmbedToo() {
    Problem problem = only("embed: { l: { from: public.lines, by: order_id, as: list } }");

    assertThat(problem.code()).isEqualTo("UNSUPPORTED-COLUMN");
    assertThat(problem.what()).contains("'price' of public.lines");
  }

  @Test
  void optionsOfAnEmbedAreHeldAgainstTheTypesOfColumns() {
    String embed = "embed: { l: { from: public.lines, by: order_id, OPTIONS } }";

    assertThat(codes(embed.replace("OPTIONS", "as: map, key: { column: ok }, columns: [id]")))
        .containsExactly("MAP-KEY-TYPE");
    assertThat(codes(embed.replace("OPTIONS", "as: number-set, value: sku")))
        .containsExactly("SET-VALUE-TYPE");
    assertThat(codes(embed.replace("OPTIONS", "as: number-set, value: \"{id}-{sku}\"")))
        .containsExactly("SET-VALUE-TYPE");
    assertThat(codes(embed.replace("OPTIONS", "as: list, columns: [id], order-by: at")))
        .containsExactly("ORDER-TYPE");
    assertThat(codes(embed.replace("OPTIONS", "as: list, columns: [id], order-by: quantiy")))
        .containsExactly("UNKNOWN-COLUMN");
  }

  @Test
  void whatShowsUnderTheNameOfAKeyAttributeIsRefused() {
    assertThat(codes("embed: { sk: { from: public.parts, by: order_id, as: list } }"))
        .containsExactly("NAME-IS-KEY");
    assertThat(codes("embed: { _v: { from: public.parts, by: order_id, as: list } }"))
        .containsExactly("RESERVED-NAME");
    assertThat(codes("lookup: { pk: { from: public.customers, by: customer_id, take: [name] } }"))
        .containsExactly("NAME-IS-KEY");
    assertThat(codes("lookup: { pk: { from: public.customers, by: customer_id } }"))
        .as("a lookup that shows nothing")
        .isEmpty();
  }

  @Test
  void aCollectionIsInNoIndexKey() {
    assertThat(codes("embed: { x: { from: public.parts, by: order_id, as: list } }"))
        .containsExactly("KEY-TYPE");
    assertThat(codes("lookup: { x: { from: public.customers, by: customer_id, take: [name] } }"))
        .containsExactly("KEY-TYPE");
    assertThat(
            codes(
                "lookup: { x: { from: public.customers, by: customer_id, take: { template: \"{name}\" } } }"))
        .isEmpty();
  }

  @Test
  void aLookupWhoseColumnsAreColumnsAlreadyIsRefused() {
    Problem problem = only("lookup: { c: { from: public.customers, by: customer_id } }");

    assertThat(problem.code()).isEqualTo("NAME-TWICE");
    assertThat(problem.what()).contains("'c.name' is a column of public.orders");
  }

  @Test
  void aKeyOfLookedUpColumnsIsHeldAgainstTheTypeOfTheKey() {
    String mapping =
        HEAD.replace("partition-key: pk,", "partition-key: { name: pk, type: N },")
            .replace("\"{id}\"", "\"{who.name}\"");

    assertThat(
            compiled(
                mapping + "    lookup: { who: { from: public.customers, by: customer_id } }\n"))
        .extracting(Problem::code)
        .contains("KEY-TYPE");
  }

  private static Problem only(String... lines) {
    List<Problem> problems = problems(lines);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static List<String> codes(String... lines) {
    return problems(lines).stream().map(Problem::code).toList();
  }

  private static List<Problem> problems(String... lines) {
    return compiled(HEAD + "    " + String.join("\n    ", lines) + "\n");
  }

  private static List<Problem> compiled(String mapping) {
    LockstepException refusal =
        catchThrowableOfType(
            LockstepException.class,
            () ->
                MappingCompiler.compile(
                    MappingParser.parse("shop.yaml", mapping, Interpolation.NONE), TABLES.all()));
    return refusal == null ? List.of() : refusal.problems();
  }
}
