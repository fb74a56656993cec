package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan's hash and print tell of embeds and lookups whatever changes an item, and no more. */
class PlanHashTest {
  private static final String TABLES =
      """
      public.orders:
        columns: { id: bigint, customer_id: bigint, status: text }
        key: [id]
      public.customers:
        columns: { id: bigint, name: text, city: text, region_id: bigint }
        key: [id]
      public.regions:
        columns: { id: bigint, name: text, zone: text }
        key: [id]
      public.lines:
        columns: { id: bigint, order_id: bigint, parent_id: bigint, no: int, note: text }
        key: [id]
      """;

  private static final String MAPPING =
      """
      tables:
        shop: { partition-key: pk }
      items:
        order:
          table: shop
          from: public.orders
          key: { pk: "O#{id}" }
          embed:
            lines:
              from: public.lines
              by: order_id
              as: list
              where: no > 0
              order-by: [note, no desc]
              limit: 5
              columns: [note, no]
            notes: { from: public.lines, by: order_id, as: map, key: "{id}", value: note }
          lookup:
            customer:
              from: public.customers
              by: customer_id
              take: [name, city]
              lookup:
                region: { from: public.regions, by: region_id, take: { template: "{name}" } }
      """;

  private final String hash = hash(MAPPING);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          order_id\\n             | parent_id\\n
          as: list                | as: list\\n        to: [customer_id]
          as: list                | as: list\\n        identity: [id]
          where: no > 0           | where: no > 1
          [note, no desc]         | [no desc, note]
          [note, no desc]         | [note, no]
          limit: 5                | limit: 6
          columns: [note, no]     | columns: [note]
          columns: [note, no]     | nulls: keep
          columns: [note, no]     | value: note
          key: "{id}"             | key: "{no}"
          value: note             | value: no
          value: note             | columns: [note]
          as: map, key: "{id}"    | as: string-set
          notes:                  | remarks:
          take: [name, city]      | take: [name]
          customer_id\\n          | id\\n
          public.regions          | public.customers
          by: region_id           | by: id
          "{name}"                | "{zone}"
          lines:\\n               | lines:\\n        embed: { same: { from: public.lines, by: id, as: object } }\\n
          """)
  void whatChangesAnItemChangesTheHash(String part, String other) {
    String from = part.replace("\\n", "\n");
    assertThat(MAPPING).contains(from);

    assertThat(hash(MAPPING.replace(from, other.replace("\\n", "\n")))).isNotEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [name, city]            | [city, name]
          columns: [note, no]     | columns: [no, note]
          [note, no desc]         | [note ASC, no DESC]
          by: order_id\\n         | by: [order_id]\\n
          value: note }           | value: { column: note } }
          """)
  void whatMeansTheSameHasTheSameHash(String part, String other) {
    String from = part.replace("\\n", "\n");
    assertThat(MAPPING).contains(from);

    assertThat(hash(MAPPING.replace(from, other.replace("\\n", "\n")))).isEqualTo(hash);
  }

  @Test
  void theOrderOfKeysChangesNothing() {
    String lines =
        MAPPING.substring(MAPPING.indexOf("      lines:"), MAPPING.indexOf("      notes"));
    String notes =
        MAPPING.substring(MAPPING.indexOf("      notes"), MAPPING.indexOf("    lookup:"));

    assertThat(hash(MAPPING.replace(lines + notes, notes + lines))).isEqualTo(hash);
  }

  @Test
  void thePrintedPlanShowsTheTree() {
    assertThat(plan(MAPPING).toJson())
        .contains("\"order-by\" : [ \"note asc\", \"no desc\" ]", "\"template\" : \"{name}\"")
        .doesNotContain("\"to\"");
  }

  private static String hash(String mapping) {
    return plan(mapping).hash();
  }

  private static MappingPlan plan(String mapping) {
    SourceTables tables = SourceTables.parse(TABLES);
    return MappingCompiler.compile(MappedWorld.parse(mapping), tables.all());
  }
}
