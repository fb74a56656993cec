package dev.lockstep.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept, read and refused because of foreign keys whose actions are not logged. */
class SilentKeepingTest {
  private static final String TABLES =
      """
      shop.regions: { columns: { id: bigint, code: text }, key: [id], full: true }
      shop.customers:
        columns: { id: bigint, region_code: text null, name: text }
        key: [id]
        full: true
        follows:
          customers_region:
            { by: [region_code], parent: shop.regions, key: [code], on-delete: cascade, on-update: cascade }
      shop.orders:
        columns: { id: bigint, customer_id: bigint null, status: text, note: text, total: bigint }
        key: [id]
        full: true
        follows:
          orders_customer: { by: [customer_id], parent: shop.customers, key: [id], on-delete: cascade }
      shop.vouchers:
        columns: { id: bigint, customer_id: bigint null, worth: bigint, secret: text }
        key: [id]
        full: true
        follows:
          vouchers_customer:
            { by: [customer_id], parent: shop.customers, key: [id], on-delete: set-null }
      shop.people:
        columns: { id: bigint, boss_id: bigint null }
        key: [id]
        full: true
        follows:
          people_boss: { by: [boss_id], parent: shop.people, key: [id], on-delete: set-null }
      """;

  private static final String ORDER =
      """
        order:
          table: shop
          from: shop.orders
          where: status != 'draft'
          key: { pk: "{total}", sk: "{id}" }
          columns: { except: [customer_id] }
      """;

  private static final String VOUCHER =
      """
        voucher:
          table: shop
          from: shop.vouchers
          key: { pk: "{id}", sk: V }
          columns: { except: [secret] }
      """;

  @Test
  void ofRowsThatOnlyGoWhatFindsTheirItemsIsKept() {
    KeptTable orders = kept(plan(TABLES, ORDER), "shop.orders");

    assertThat(orders.columns()).containsExactly("id", "customer_id", "status", "total");
    assertThat(orders.indexes()).containsExactly(List.of("customer_id"));
  }

  @Test
  void ofRowsThatChangeAllThatTheirItemsShowIsKept() {
    KeptTable vouchers = kept(plan(TABLES, VOUCHER), "shop.vouchers");

    assertThat(vouchers.columns()).containsExactly("id", "customer_id", "worth");
  }

  @Test
  void aTableOnTheWayIsKeptThoughNoItemShowsIt() {
    MappingPlan plan = plan(TABLES, ORDER);

    assertThat(kept(plan, "shop.customers").columns()).containsExactly("id", "region_code");
    assertThat(kept(plan, "shop.customers").indexes()).containsExactly(List.of("region_code"));
    assertThat(plan.kept()).hasSize(2);
  }

  @Test
  void theChangesOfAllTablesThatTakeRowsAlongAreRead() {
    Map<TableId, TableNeeds> needs = plan(TABLES, ORDER).needs();

    assertThat(needs.keySet())
        .extracting(TableId::toString)
        .containsExactlyInAnyOrder("shop.orders", "shop.customers", "shop.regions");
    assertThat(needs.get(TableId.parse("shop.regions")))
        .isEqualTo(
            new TableNeeds(List.of("id", "code"), List.of("code"), List.of(), true, List.of()));
    assertThat(requireNonNull(needs.get(TableId.parse("shop.orders"))).columns())
        .contains("customer_id");
    assertThat(requireNonNull(needs.get(TableId.parse("shop.customers"))).changesOnly()).isFalse();
  }

  @Test
  void thePlanSaysWhyWithTheNameOfTheForeignKey() {
    assertThat(plan(TABLES, VOUCHER).keptReasons().get(TableId.parse("shop.vouchers")))
        .contains(
            new KeptReason(
                "voucher",
                "finds the rows that follow a row of shop.customers by foreign key"
                    + " 'vouchers_customer', ON DELETE SET NULL: the source does not log them",
                List.of("id", "customer_id")));
  }

  @Test
  void aSourceThatLogsAllThatItDoesNeedsNoneOfThat() {
    String logged = TABLES.replaceAll("(?m)^  follows:\\n(    .*\\n)+", "");
    MappingPlan plan = plan(logged, ORDER);

    assertThat(plan.kept()).isEmpty();
    assertThat(plan.silentActions(1, 1)).isEmpty();
    assertThat(plan.needs()).hasSize(1);
  }

  @Test
  void anActionThatAppearsChangesTheItemTypesThatItTouchesAndNoOther() {
    String without = TABLES.replace("on-delete: set-null", "on-delete: none");
    Fingerprint before = plan(without, ORDER + VOUCHER).fingerprint();
    Fingerprint after = plan(TABLES, ORDER + VOUCHER).fingerprint();

    assertThat(after.type("voucher")).isNotEqualTo(before.type("voucher"));
    assertThat(after.type("order")).isEqualTo(before.type("order"));
    assertThat(after.plan()).isEqualTo(before.plan());
  }

  @Test
  void aTableThatTakesRowsAlongAndCannotBeReadIsRefused() {
    Problem problem = refused(TABLES, ORDER, "shop.regions");

    assertThat(problem.code()).isEqualTo("FK-ACTION-UNSEEN");
    assertThat(problem.what())
        .contains("'customers_region'", "shop.customers", "shop.regions cannot be read");
    assertThat(problem.remedy()).contains("GRANT SELECT");
  }

  @Test
  void rowsThatCannotBeToldApartAreRefused() {
    String keyless =
        TABLES.replace(
            "region_code: text null, name: text }\n  key: [id]",
            "region_code: text null, name: text }\n  key: []");

    Problem problem = refused(keyless, ORDER);

    assertThat(problem.what()).contains("'customers_region'", "shop.customers has no primary key");
    assertThat(problem.remedy()).contains("give it one", "RESTRICT");
  }

  @Test
  void aForeignKeyWhoseColumnsCannotBeHeldIsRefused() {
    String odd =
        TABLES.replace("customer_id: bigint null, status", "customer_id: \"money[]\", status");

    assertThat(refused(odd, ORDER).what()).contains("'orders_customer'", "cannot be read");
  }

  @Test
  void aTableWhoseEarlierValuesAreNotSentIsRefused() {
    String partly =
        TABLES.replace("code: text }, key: [id], full: true", "code: text }, key: [id]");

    assertThat(refused(partly, ORDER).what())
        .contains("'customers_region'", "does not send earlier values of shop.regions");
  }

  @Test
  void aForeignKeyIsRefusedOnceForAllItemTypes() {
    assertThat(problems(TABLES, ORDER + VOUCHER, "shop.regions")).hasSize(1);
  }

  @Test
  void theTablesThatTakeRowsAlongAreDescribedToo() {
    Map<TableId, SourceTable> all = SourceTables.parse(TABLES).all();
    List<Set<TableId>> asked = new ArrayList<>();
    MappingDefinition definition =
        definition(ORDER + ORDER.replace("order:", "person:").replace("orders", "people"));

    Map<TableId, SourceTable> described =
        definition.describe(
            tables -> {
              asked.add(tables.keySet());
              Map<TableId, SourceTable> found = new LinkedHashMap<>(all);
              found.keySet().retainAll(tables.keySet());
              return found;
            });

    assertThat(described.keySet())
        .extracting(TableId::name)
        .containsExactly("orders", "people", "customers", "regions");
    assertThat(asked).hasSize(3);
  }

  private static KeptTable kept(MappingPlan plan, String table) {
    return plan.kept().stream()
        .filter(k -> k.table().equals(TableId.parse(table)))
        .findFirst()
        .orElseThrow();
  }

  private static MappingDefinition definition(String items) {
    return MappedWorld.parse(
        "tables: { shop: { partition-key: pk, sort-key: sk } }\nitems:\n" + items);
  }

  private static MappingPlan plan(String tables, String items) {
    return MappingCompiler.compile(definition(items), SourceTables.parse(tables).all());
  }

  private static Problem refused(String tables, String items, String... unread) {
    List<Problem> problems = problems(tables, items, unread);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static List<Problem> problems(String tables, String items, String... unread) {
    Map<TableId, SourceTable> sources = new HashMap<>(SourceTables.parse(tables).all());
    for (String table : unread) {
      sources.remove(TableId.parse(table));
    }
    MappingDefinition definition = definition(items);
    LockstepException refused =
        catchThrowableOfType(
            LockstepException.class, () -> MappingCompiler.compile(definition, sources));
    return refused.problems();
  }
}
