package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The demo's mapping, compiled against tables like the demo's. */
class ShopMappingTest {
  private static final Path GOLDEN = Path.of("src/test/resources/plans/shop.json");
  private static final SourceTables TABLES =
      SourceTables.parse(
          """
          public.customers:
            columns: { id: bigint, email: text, first_name: text, last_name: text, password_hash: text,
                       tier: text, created_at: timestamptz, notes: text null }
            key: [id]
            toastable: [email, first_name, last_name, password_hash, tier, notes]
          public.addresses:
            columns: { id: bigint, customer_id: bigint, kind: text, street: text, city: text, country: text }
            key: [id]
            toastable: [kind, street, city, country]
          public.products:
            columns: { id: bigint, sku: text, name: text, price: "numeric(12,2)", attributes: jsonb, tags: "text[]" }
            key: [id]
            toastable: [sku, name, attributes, tags]
          public.orders:
            columns: { id: bigint, customer_id: bigint, status: text, total: "numeric(14,2)", placed_at: timestamptz, note: text null }
            key: [id]
            toastable: [status, note]
          public.order_lines:
            columns: { order_id: bigint, line_no: int, product_id: bigint, quantity: int, unit_price: "numeric(12,2)" }
            key: [order_id, line_no]
          """);

  private final String text = read(Path.of("mappings/shop.yaml"));
  private final MappingPlan plan = plan(text);

  @Test
  void thePlanIsThatOfTheGoldenFile() throws IOException {
    assertThat(ItemJson.MAPPER.readTree(plan.toJson()))
        .isEqualTo(ItemJson.MAPPER.readTree(read(GOLDEN)));
  }

  @Test
  void nothingIsWorthKnowing() {
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void justWhatItemsAreMadeOfIsKept() {
    assertThat(plan.kept())
        .extracting(kept -> kept.table().name() + kept.columns())
        .containsExactlyInAnyOrder(
            "customers[id, email, first_name, last_name, tier, created_at, notes]",
            "addresses[id, customer_id, kind, street, city, country]",
            "orders[id, customer_id, status, total, placed_at, note]",
            "order_lines[order_id, line_no, product_id, quantity, unit_price]",
            "products[id, sku, name]");
  }

  @Test
  void noTableNeedsItsFormerRowsInTheLog() {
    assertThat(plan.needs().values()).allMatch(needs -> needs.beforeColumns().isEmpty());
  }

  @Test
  void theHashDoesNotDependOnFormattingOrOrder() {
    String reformatted =
        text.replaceAll("#[^\"\\n]*\\n", "\n")
            .replace(
                "{ pk: \"CUSTOMER#{id}\", sk: PROFILE }",
                "{ sk: 'PROFILE', pk: \"CUSTOMER#{id}\" }")
            .replace("{ except: [password_hash] }", "\n      except:\n        - password_hash");

    assertThat(reformatted).isNotEqualTo(text);
    assertThat(plan(reformatted).hash()).isEqualTo(plan.hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void theHashDependsOnWhatTheMappingSays() {
    assertThat(plan(text.replace("PROFILE", "PROFILES")).hash()).isNotEqualTo(plan.hash());
    assertThat(plan(text.replace("'draft'", "'drafts'")).hash()).isNotEqualTo(plan.hash());
  }

  private static MappingPlan plan(String mapping) {
    return MappingCompiler.compile(MappedWorld.parse(mapping), TABLES.all());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
