package dev.lockstep.daemon;

import static dev.lockstep.daemon.RemappedPipeline.CUSTOMER;
import static dev.lockstep.daemon.RemappedPipeline.CUSTOMER_OF_A_KIND;
import static dev.lockstep.daemon.RemappedPipeline.CUSTOMER_WITH_LINES;
import static dev.lockstep.daemon.RemappedPipeline.PRODUCT;
import static dev.lockstep.daemon.RemappedPipeline.PRODUCT_OF_ANOTHER_KEY;
import static dev.lockstep.daemon.RemappedPipeline.PRODUCT_OF_A_KIND;
import static dev.lockstep.daemon.RemappedPipeline.assertOther;
import static dev.lockstep.daemon.RemappedPipeline.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.flow.MappingDiff.Action;
import dev.lockstep.flow.MappingDiff.Kind;
import dev.lockstep.flow.MappingDiff.TypeChange;
import dev.lockstep.rowstore.RowStores;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.testing.servers.SourceServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A pipeline that starts with another mapping ends with the items of a load with that mapping, and
 * leaves alone the items of the types that have not changed.
 */
@ParameterizedClass
@EnumSource(Dbms.class)
@ExtendWith(SharedSources.class)
class ChangedMappingTest {
  private final SourceServer source;
  private RemappedPipeline pipeline;

  ChangedMappingTest(Dbms dbms, SharedSources.Servers servers) {
    source = servers.get(dbms);
  }

  @BeforeEach
  void fill(TestInfo test, @TempDir Path folder) throws Exception {
    pipeline = new RemappedPipeline(folder, source, test.getDisplayName());
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void anAttributeOfOneTypeLeavesTheItemsOfTheOtherAsTheyAre() throws Exception {
    pipeline.run(CUSTOMER + PRODUCT, () -> {});
    Map<String, AttributeValue> before = pipeline.versions();

    pipeline.run(CUSTOMER_OF_A_KIND + PRODUCT, () -> {});
    Map<String, AttributeValue> between = pipeline.versions();
    pipeline.run(CUSTOMER_OF_A_KIND + PRODUCT_OF_A_KIND, () -> {});

    assertSame(before, between, "PRODUCT#");
    assertOther(before, between, "CUSTOMER#");
    assertSame(between, pipeline.versions(), "CUSTOMER#");
    assertOther(between, pipeline.versions(), "PRODUCT#");
    pipeline.assertItemsAreThoseOfALoadOf(CUSTOMER_OF_A_KIND + PRODUCT_OF_A_KIND);
  }

  @Test
  void aTableThatWasNotReadBeforeIsReadAndFollowed() throws Exception {
    pipeline.run(CUSTOMER + PRODUCT, () -> {});
    Map<String, AttributeValue> before = pipeline.versions();
    pipeline.change("UPDATE lines SET quantity = 7 WHERE order_id = 3 AND line_no = 1");
    pipeline.change("DELETE FROM lines WHERE order_id = 4");
    pipeline.change("UPDATE orders SET id = 1000 WHERE id = 5");

    assertThat(pipeline.diff(CUSTOMER_WITH_LINES + PRODUCT).types())
        .containsExactly(
            new TypeChange(
                "customer",
                Kind.CHANGED,
                Action.READ_AND_REBUILD,
                List.of(pipeline.table("lines"))),
            new TypeChange("product", Kind.UNCHANGED, Action.NONE, List.of()));
    pipeline.run(
        CUSTOMER_WITH_LINES + PRODUCT,
        () -> {
          pipeline.change("INSERT INTO lines VALUES (6, 9, 9)");
          pipeline.change(
              "UPDATE lines SET order_id = 8, line_no = 8 WHERE order_id = 7 AND line_no = 2");
        });

    assertSame(before, pipeline.versions(), "PRODUCT#");
    pipeline.assertItemsAreThoseOfALoadOf(CUSTOMER_WITH_LINES + PRODUCT);
  }

  @Test
  void itemsUnderAnEarlierKeyAndOfARemovedTypeAreDeleted() throws Exception {
    pipeline.run(CUSTOMER + PRODUCT, () -> {});

    pipeline.run(CUSTOMER + PRODUCT_OF_ANOTHER_KEY, () -> {});
    pipeline.assertItemsAreThoseOfALoadOf(CUSTOMER + PRODUCT_OF_ANOTHER_KEY);
    Map<String, AttributeValue> before = pipeline.versions();

    assertThat(pipeline.diff(PRODUCT_OF_ANOTHER_KEY).types())
        .contains(new TypeChange("customer", Kind.REMOVED, Action.DELETE, List.of()));
    pipeline.run(PRODUCT_OF_ANOTHER_KEY, () -> {});

    assertSame(before, pipeline.versions(), "ARTICLE#");
    pipeline.assertItemsAreThoseOfALoadOf(PRODUCT_OF_ANOTHER_KEY);
  }

  @Test
  void aPipelineThatKeptNoRowsBeginsToKeepThem() throws Exception {
    pipeline.run(PRODUCT, () -> {});
    Map<String, AttributeValue> before = pipeline.versions();

    pipeline.run(
        CUSTOMER_WITH_LINES + PRODUCT,
        () -> pipeline.change("UPDATE orders SET customer_id = 2 WHERE id = 9"));

    assertSame(before, pipeline.versions(), "PRODUCT#");
    pipeline.assertItemsAreThoseOfALoadOf(CUSTOMER_WITH_LINES + PRODUCT);
  }

  @Test
  void aChangeThatLeavesOrphansInDoubtIsRefused() throws Exception {
    String vague = PRODUCT.replace("\"PRODUCT#{id}\"", "\"{name}\"").replace("DETAILS", "PROFILE");
    pipeline.run(CUSTOMER + vague, () -> {});
    String changed = CUSTOMER + PRODUCT;

    assertThat(pipeline.diff(changed).reload()).isNotEmpty();
    assertThatThrownBy(() -> pipeline.run(changed, () -> {}))
        .hasMessageContaining("MAPPING-CHANGED")
        .hasMessageContaining("run --reload");
  }

  @Test
  void rowsThatNoMappingNeedsAnyMoreAreDeleted() throws Exception {
    pipeline.run(CUSTOMER + PRODUCT, () -> {});
    pipeline.run(PRODUCT, () -> {});
    assertThat(RowStores.isThere(pipeline.dataDir())).isTrue();

    pipeline.run(PRODUCT, () -> {});
    assertThat(RowStores.isThere(pipeline.dataDir())).isFalse();

    pipeline.run(
        CUSTOMER + PRODUCT,
        () -> pipeline.change("UPDATE orders SET customer_id = 2 WHERE id = 9"));
    pipeline.assertItemsAreThoseOfALoadOf(CUSTOMER + PRODUCT);
  }
}
