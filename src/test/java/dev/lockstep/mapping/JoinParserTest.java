package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.change.TableId;
import dev.lockstep.mapping.EmbedDefinition.Form;
import dev.lockstep.mapping.LookupDefinition.Take;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.yaml.Interpolation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code embed} and {@code lookup} say, and what is wrong with them without any table. */
class JoinParserTest {
  private static final String GOOD =
      """
      tables:
        shop: { partition-key: pk }
      items:
        order:
          table: shop
          from: public.orders
          key: { pk: "{customer.region}#{id}" }
          numbers: text
          attributes:
            kind: { value: order }
          embed:
            lines:
              from: public.order_lines
              by: order_id
              as: list
              order-by: [product.name desc, line_no, id asc]
              limit: 10
              where: quantity > 0 && product.name != null
              nulls: keep
              lookup:
                product:
                  from: public.products
                  by: [tenant, product_sku]
                  to: [tenant, sku]
                  identity: [tenant, sku]
                  take: [sku, name]
                  lookup:
                    category:
                      from: public.categories
                      by: category_id
                      take: { template: "{name}" }
              embed:
                discount: { from: public.discounts, by: line_id, to: id, as: object, columns: all }
            notes:
              from: public.notes
              by: [order_id]
              identity: [order_id, lang]
              as: map
              key: "{lang}"
              value: body
            tags: { from: public.tags, by: order_id, as: string-set, value: "{kind}-{name}" }
            sizes: { from: public.sizes, by: order_id, as: number-set, value: { column: cm } }
          lookup:
            customer: { from: public.customers, by: customer_id }
      """;

  private final ItemDefinition order = order(GOOD);

  @Test
  void anEmbedIsReadWithAllItsOptions() {
    EmbedDefinition lines = embed("lines");

    assertThat(lines.from()).isEqualTo(TableId.parse("public.order_lines"));
    assertThat(lines.form()).isEqualTo(Form.LIST);
    assertThat(names(lines.reference().by())).containsExactly("order_id");
    assertThat(lines.reference().to()).isEmpty();
    assertThat(lines.where()).hasToString("quantity > 0 && product.name != null");
    assertThat(lines.orderBy())
        .extracting(order -> order.column() + " " + order.descending())
        .containsExactly("product.name true", "line_no false", "id false");
    assertThat(lines.limit()).isEqualTo(10);
    assertThat(lines.key()).isNull();
    assertThat(lines.value()).isNull();
  }

  @Test
  void anEmbedShowsAllColumnsButTheReferenceUnlessItSaysOtherwise() {
    assertThat(embed("lines").content().columns().takes("order_id")).isFalse();
    assertThat(embed("lines").content().columns().takes("quantity")).isTrue();
    assertThat(discount().content().columns().takes("line_id")).isTrue();
  }

  @Test
  void anEmbedDoesWithNullsAndNumbersAsWhatCarriesIt() {
    assertThat(embed("tags").content().nulls()).isEqualTo(Nulls.OMIT);
    assertThat(embed("lines").content().nulls()).isEqualTo(Nulls.KEEP);
    assertThat(discount().content().nulls()).isEqualTo(Nulls.KEEP);
    assertThat(discount().content().numbers()).isEqualTo(NumberPolicy.TEXT);
  }

  @Test
  void anEmbedIsAnyOfFiveForms() {
    assertThat(discount().form()).isEqualTo(Form.OBJECT);
    assertThat(embed("notes").form()).isEqualTo(Form.MAP);
    assertThat(embed("tags").form()).isEqualTo(Form.STRING_SET);
    assertThat(embed("sizes").form()).isEqualTo(Form.NUMBER_SET);
  }

  @Test
  void aValueIsAColumnOrATemplateOrASection() {
    assertThat(columnOf(embed("notes").value())).isEqualTo("body");
    assertThat(embed("tags").value())
        .isInstanceOfSatisfying(
            ValueDefinition.FromTemplate.class,
            value -> assertThat(value.template()).hasToString("{kind}-{name}"));
    assertThat(columnOf(embed("sizes").value())).isEqualTo("cm");
    assertThat(embed("notes").key()).isInstanceOf(ValueDefinition.FromTemplate.class);
  }

  @Test
  void aLookupIsReadWithAllItsOptions() {
    LookupDefinition product = product();

    assertThat(product.from()).isEqualTo(TableId.parse("public.products"));
    assertThat(names(product.reference().by())).containsExactly("tenant", "product_sku");
    assertThat(names(product.reference().to())).containsExactly("tenant", "sku");
    assertThat(names(product.identity())).containsExactly("tenant", "sku");
    assertThat(product.take())
        .isInstanceOfSatisfying(
            Take.Columns.class,
            take -> assertThat(names(take.columns())).containsExactly("sku", "name"));
    assertThat(Objects.requireNonNull(product.lookups().get("category")).take())
        .isInstanceOfSatisfying(
            Take.Text.class, take -> assertThat(take.template()).hasToString("{name}"));
  }

  @Test
  void aLookupThatTakesNothingShowsNothing() {
    LookupDefinition customer = Objects.requireNonNull(order.content().lookups().get("customer"));

    assertThat(customer.shows()).isFalse();
    assertThat(product().shows()).isTrue();
    assertThat(order.content().showsColumn("customer")).isTrue();
    assertThat(order.content().showsColumn("lines")).isFalse();
    assertThat(embed("lines").content().showsColumn("product")).isFalse();
  }

  @Test
  void everyTableOfTheTreeIsASourceWithItsIdentity() {
    assertThat(parse(GOOD).sources())
        .hasSize(9)
        .containsEntry(TableId.parse("public.orders"), List.of())
        .containsEntry(TableId.parse("public.notes"), List.of("order_id", "lang"))
        .containsEntry(TableId.parse("public.products"), List.of("tenant", "sku"))
        .containsEntry(TableId.parse("public.categories"), List.of())
        .containsEntry(TableId.parse("public.discounts"), List.of());
  }

  @Test
  void anIdentityThatOnePlaceNamesIsTheTablesWhereverItIsRead() {
    String twice =
        GOOD.replace(
            "customer: { from: public.customers, by: customer_id }",
            "first_note: { from: public.notes, by: [id, lang] }");

    assertThat(parse(twice).sources())
        .containsEntry(TableId.parse("public.notes"), List.of("order_id", "lang"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          from: public.order_lines | from: order_lines     | WRONG-TYPE m.yaml:13 (items.order.embed.lines.from) Write a table of the form schema.table.
          from: public.order_lines | embed: {}             | MISSING-KEY m.yaml:12 (items.order.embed.lines) Add 'from' here.
          by: order_id\\n          | on: order_id\\n       | MISSING-KEY m.yaml:12 (items.order.embed.lines) Add 'by' here.
          by: order_id\\n          | by: []\\n             | MISSING-KEY m.yaml:14 (items.order.embed.lines.by) Add 'by' here.
          as: list                 | nulls: keep           | MISSING-KEY m.yaml:12 (items.order.embed.lines) Add 'as' here.
          as: list                 | as: lsit              | WRONG-VALUE m.yaml:15 (items.order.embed.lines.as) Did you mean 'list'? Use one of: list, map, object, string-set, number-set.
          as: list                 | as: [list]            | WRONG-TYPE m.yaml:15 (items.order.embed.lines.as) Write one of list, map, object, string-set, number-set.
          as: list                 | as: object            | OPTION-UNFIT m.yaml:16 (items.order.embed.lines.order-by) Remove it; it is for: list.
          as: list                 | as: object            | OPTION-UNFIT m.yaml:17 (items.order.embed.lines.limit) Remove it; it is for: list.
          limit: 10                | limit: 0              | WRONG-TYPE m.yaml:17 (items.order.embed.lines.limit) Write a whole number from 1 to 2147483647.
          limit: 10                | limt: 10              | UNKNOWN-KEY m.yaml:17 (items.order.embed.lines.limt) Did you mean 'limit'?
          limit: 10                | key: "{id}"           | OPTION-UNFIT m.yaml:17 (items.order.embed.lines.key) Remove it; it is for: map.
          line_no, id asc          | line_no, id desk      | WRONG-VALUE m.yaml:16 (items.order.embed.lines.order-by[2]) Did you mean 'desc'? Write a column, alone or
          limit: 10                | value: id             | OPTION-UNFIT m.yaml:21 (items.order.embed.lines.lookup.product) Remove its 'take'; its columns can be used all the same.
          take: [sku, name]        | take: name            | WRONG-TYPE m.yaml:26 (items.order.embed.lines.lookup.product.take) Write a list of columns or { template: … }.
          take: [sku, name]        | take: [{ a: b }]      | WRONG-TYPE m.yaml:26 (items.order.embed.lines.lookup.product.take[0]) Write a list of texts.
          take: [sku, name]        | take: [category]      | NAME-TWICE m.yaml:28 (items.order.embed.lines.lookup.product.lookup.category) Give the lookup another name.
          take: [sku, name]        | take: { template: a } | OPTION-UNFIT m.yaml:28 (items.order.embed.lines.lookup.product.lookup.category) Remove its 'take'
          take: [sku, name]        | identity: [x]         | DUPLICATE-KEY m.yaml:26 (items.order.embed.lines.lookup.product.identity) Remove one
          to: [tenant, sku]        | to: sku               | WRONG-VALUE m.yaml:24 (items.order.embed.lines.lookup.product.to) Name the column that equals the first
          by: category_id          | by: { id: category }  | WRONG-TYPE m.yaml:30 (items.order.embed.lines.lookup.product.lookup.category.by) Write a list of texts.
          { template: "{name}" } | { template: "{name" } | TEMPLATE-SYNTAX m.yaml:31 (items.order.embed.lines.lookup.product.lookup.category.take.template) Correct the template
          { template: "{name}" } | { templat: a }    | UNKNOWN-KEY m.yaml:31 (items.order.embed.lines.lookup.product.lookup.category.take.templat) Did you mean 'template'?
          { template: "{name}" } | { templat: a }    | MISSING-KEY m.yaml:31 (items.order.embed.lines.lookup.product.lookup.category.take) Add 'template' here.
          as: object,              | as: object, value: x, | OPTION-UNFIT m.yaml:33 (items.order.embed.lines.embed.discount.value) Remove it; it is for: list, map, string-set, number-set.
          key: "{lang}"            | key: lang             | WRONG-VALUE m.yaml:39 (items.order.embed.notes.key) Did you mean '{lang}'? Make it of columns
          key: "{lang}"            | key: { value: 5 }     | WRONG-VALUE m.yaml:39 (items.order.embed.notes.key) Make it of columns
          key: "{lang}"            | key: "{lang"          | TEMPLATE-SYNTAX m.yaml:39 (items.order.embed.notes.key) Correct the template
          key: "{lang}"            | nulls: omit           | MISSING-KEY m.yaml:34 (items.order.embed.notes) Add 'key' here.
          value: body              | columns: [body]\\n        value: body | OPTION-UNFIT m.yaml:40 (items.order.embed.notes.columns) Remove one of the two.
          value: body              | attributes: {}\\n        value: body | OPTION-UNFIT m.yaml:40 (items.order.embed.notes.attributes) Remove one of the two.
          value: body              | value: [body]         | WRONG-TYPE m.yaml:40 (items.order.embed.notes.value) Write a text.
          value: "{kind}-{name}"   | value: "{kind}-name}" | TEMPLATE-SYNTAX m.yaml:41 (items.order.embed.tags.value) Correct the template
          , value: { column: cm } }| }                     | MISSING-KEY m.yaml:42 (items.order.embed.sizes) Add 'value' here.
          { column: cm }           | { colum: cm }         | UNKNOWN-KEY m.yaml:42 (items.order.embed.sizes.value.colum) Did you mean 'column'?
          tags: {                  | kind: {               | NAME-TWICE m.yaml:41 (items.order.embed.kind) Give one of them another name.
          customer: { from: public.customers,| kind: { take: [a], from: public.customers, | NAME-TWICE m.yaml:44 (items.order.lookup.kind) Give one of them another name.
          customer: { from: public.customers,| tags: { from: public.customers, | NAME-TWICE m.yaml:44 (items.order.lookup.tags) Give one of them another name.
          customer: {              | the.customer: {       | WRONG-NAME m.yaml:44 (items.order.lookup.the.customer) Use no blanks, dots, bars or braces
          customer: { from: public.customers, by: customer_id }| customer: | MISSING-KEY m.yaml:44 (items.order.lookup.customer) Add 'customer' here.
          customer: { from: public.customers, by: customer_id }| customer: x | WRONG-TYPE m.yaml:44 (items.order.lookup.customer) Write a section
          lookup:\\n          product| lookups:\\n          product | UNKNOWN-KEY m.yaml:20 (items.order.embed.lines.lookups) Did you mean 'lookup'?
          """)
  void whatIsWrongIsSaidWithItsPlaceAndARemedy(String right, String wrong, String expected) {
    String from = right.replace("\\n", "\n");
    assertThat(GOOD).contains(from);
    String text = GOOD.replace(from, wrong.replace("\\n", "\n"));

    assertThat(problems(text))
        .extracting(p -> p.code() + " " + p.where() + " " + p.remedy())
        .anyMatch(problem -> problem.startsWith(expected));
  }

  @Test
  void aLookupThatShowsNothingMayHaveTheNameOfAnAttribute() {
    String text = GOOD.replace("customer: {", "kind: {");

    assertThat(order(text).content().lookups()).containsOnlyKeys("kind");
  }

  @Test
  void oneWrongOptionIsOneProblem() {
    assertThat(problems(GOOD.replace("as: list", "as: lsit"))).hasSize(1);
    assertThat(problems(GOOD.replace("by: [tenant, product_sku]", "by: {}"))).hasSize(1);
    assertThat(problems(GOOD.replace("take: [sku, name]", "take: 5"))).hasSize(2);
  }

  private EmbedDefinition embed(String name) {
    return Objects.requireNonNull(order.content().embeds().get(name));
  }

  private EmbedDefinition discount() {
    return Objects.requireNonNull(embed("lines").content().embeds().get("discount"));
  }

  private LookupDefinition product() {
    return Objects.requireNonNull(embed("lines").content().lookups().get("product"));
  }

  private static String columnOf(@Nullable ValueDefinition value) {
    return ((ValueDefinition.FromColumn) Objects.requireNonNull(value)).column().name();
  }

  private static List<String> names(List<Named> named) {
    return named.stream().map(Named::name).toList();
  }

  private static ItemDefinition order(String text) {
    return Objects.requireNonNull(parse(text).items().get("order"));
  }

  private static MappingDefinition parse(String text) {
    return MappingParser.parse("m.yaml", text, Interpolation.NONE);
  }

  private static List<Problem> problems(String text) {
    return catchThrowableOfType(LockstepException.class, () -> parse(text)).problems();
  }
}
