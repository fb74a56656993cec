package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.VerifyScope;
import dev.lockstep.daemon.Replayed.Outcome;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Dead letters between a real source and a real target: what is set aside, and how it heals. */
@ExtendWith(SharedSources.class)
@SuppressWarnings("NullAway.Init")
class DeadLettersTest {
  private static final String SCHEMA =
      """
      CREATE TABLE things (id int PRIMARY KEY, name text, amount numeric(65,5), doc text, kind int);
      CREATE TABLE parts (thing_id int, part varchar(9), weight numeric(65,5),
        PRIMARY KEY (thing_id, part));
      CREATE TABLE kinds (id int PRIMARY KEY, label text, factor numeric(65,5));
      ALTER TABLE things REPLICA IDENTITY FULL;
      INSERT INTO kinds VALUES (1, 'one', 1);
      INSERT INTO things VALUES (1, 'ann', 1, 'd', 1), (2, 'bob', 2, 'd', 1);
      """;

  /** Single rows by id and by name, and items of many rows. */
  private static final String MAPPING =
      """
      tables:
        shop: { partition-key: pk }
      items:
        thing: { table: shop, from: public.things, key: { pk: "T#{id}" } }
        named: { table: shop, from: public.things, key: { pk: "N#{name|lower}" }, where: id < 100 }
        whole:
          table: shop
          from: public.things
          key: { pk: "W#{id}" }
          columns: [name]
          embed:
            parts: { from: public.parts, by: thing_id, as: map, key: "{part|upper}", columns: [weight] }
          lookup:
            kind: { from: public.kinds, by: kind, take: [label, factor] }
      """;

  private static final String BY_NAME =
      """
      tables:
        shop: { partition-key: pk }
      items:
        thing: { table: shop, from: public.things, key: { pk: "{name}" } }
      """;

  private static final String ASIDE = "on-bad-row: dead-letter";
  private static final String UNFIT = "1" + "0".repeat(50) + "1";

  @TempDir Path folder;
  private final SharedSources.Servers servers;
  private LetterWorld world;

  DeadLettersTest(SharedSources.Servers servers) {
    this.servers = servers;
  }

  private void begin(Dbms dbms, String database) throws Exception {
    world = new LetterWorld(folder, servers.get(dbms), "letters_" + database, SCHEMA);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void every_kind_of_bad_row_is_set_aside_in_load_and_stream_and_heals_with_the_source()
      throws Exception {
    begin(Dbms.POSTGRES, "every_kind");
    world.change("INSERT INTO things VALUES (3, 'cid', " + UNFIT + ", 'd', 1)");
    world.start(MAPPING, ASIDE);
    assertThat(world.reasons())
        .containsOnlyKeys("thing public.things[3]", "named public.things[3]");

    world.change(
        "UPDATE things SET doc = repeat('ä', 210000) WHERE id = 1",
        "UPDATE things SET name = repeat('n', 2100) WHERE id = 2",
        "INSERT INTO things VALUES (4, 'dan', 4, 'd', 1)",
        "INSERT INTO parts VALUES (4, 'a', 1), (4, 'A', 2)",
        "INSERT INTO things VALUES (5, 'eve', 5, 'd', 1)",
        "INSERT INTO parts VALUES (5, 'w', " + UNFIT + ")");
    world.awaitApplied();
    assertThat(world.reasons())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "thing public.things[1]", "ITEM-TOO-LARGE",
                "named public.things[1]", "ITEM-TOO-LARGE",
                "named public.things[2]", "KEY-TOO-LONG",
                "thing public.things[3]", "NUMBER-UNFIT",
                "named public.things[3]", "NUMBER-UNFIT",
                "whole public.things[4]", "MAP-KEY-COLLISION",
                "whole public.things[5]", "NUMBER-UNFIT"));

    world.change(
        "UPDATE things SET doc = 'short' WHERE id = 1",
        "UPDATE things SET name = 'short' WHERE id = 2",
        "DELETE FROM things WHERE id = 3",
        "DELETE FROM parts WHERE part = 'A'",
        "UPDATE parts SET weight = 3 WHERE part = 'w'");
    world.awaitHealed();
  }

  @ParameterizedTest
  @EnumSource(Dbms.class)
  void a_looked_up_row_makes_many_items_bad_and_good_again(Dbms dbms) throws Exception {
    begin(dbms, "looked_up");
    world.start(MAPPING, ASIDE);
    world.change("UPDATE kinds SET factor = " + UNFIT);
    world.awaitApplied();
    assertThat(world.reasons())
        .containsOnlyKeys("whole public.things[1]", "whole public.things[2]");

    world.change("UPDATE kinds SET factor = 7");
    world.awaitHealed();
  }

  @Test
  void too_many_halt_the_pipeline_and_a_changed_mapping_heals_all_that_was_lost_for_none()
      throws Exception {
    begin(Dbms.POSTGRES, "too_many");
    PipelineControl pipeline = world.start(MAPPING, ASIDE, "max-dead-letters: 1");
    world.change("UPDATE kinds SET factor = " + UNFIT, "UPDATE things SET name = 'later'|| id");
    assertThat(pipeline.awaitEnd().map(Problem::code)).contains("DEAD-LETTERS-FULL");

    world.start(MAPPING.replace("take: [label, factor]", "take: [label]"), ASIDE);
    world.awaitHealed();
  }

  @Test
  void a_changed_mapping_renews_or_closes_the_letters_of_what_it_builds_anew() throws Exception {
    begin(Dbms.POSTGRES, "renewed");
    world.start(MAPPING, ASIDE);
    world.change("UPDATE things SET amount = " + UNFIT + ", doc = 'x' WHERE id = 1");
    world.awaitApplied();
    assertThat(world.reasons())
        .containsOnlyKeys("thing public.things[1]", "named public.things[1]");

    world.start(
        MAPPING.replace("key: { pk: \"T#{id}\" }", "key: { pk: \"T#{id}\" }, numbers: text"),
        ASIDE);
    LetterWorld.await(() -> assertThat(world.reasons()).containsOnlyKeys("named public.things[1]"));

    world.start(
        MAPPING.replace("from: public.things, key", "from: public.things, numbers: text, key"),
        ASIDE);
    world.awaitHealed();
  }

  @Test
  void letters_stay_when_the_policy_is_to_halt_again_and_close_all_the_same() throws Exception {
    begin(Dbms.POSTGRES, "halt_again");
    world.start(MAPPING, ASIDE);
    world.change("UPDATE kinds SET factor = " + UNFIT);
    world.awaitApplied();

    world.start(MAPPING, "on-bad-row: halt");
    assertThat(world.letters()).hasSize(2);
    world.change("UPDATE kinds SET factor = 1");
    world.awaitHealed();
  }

  @Test
  void rows_of_one_key_are_replayed_when_only_one_has_it() throws Exception {
    begin(Dbms.POSTGRES, "one_key");
    world.start(BY_NAME, ASIDE);
    world.change("INSERT INTO things VALUES (7, 'gus', 1, 'd', 1), (8, 'gus', 2, 'd', 1)");
    world.awaitApplied();
    String seven = "thing public.things[7]";
    String eight = "thing public.things[8]";
    assertThat(world.reasons()).containsOnlyKeys(seven, eight);
    assertThat(outcomes(world.replay(seven, eight))).containsExactly(Outcome.BAD, Outcome.BAD);
    assertThat(world.letters().get(seven)).extracting(DeadLetter::attempts).isEqualTo(2);

    world.change("UPDATE things SET name = 'hal' WHERE id = 8");
    world.awaitApplied();
    assertThat(world.reasons()).containsOnlyKeys(seven);
    assertThat(outcomes(world.replay(seven))).containsExactly(Outcome.HEALED);
    world.awaitHealed();
  }

  @Test
  void a_write_that_the_target_refuses_heals_by_a_replay_once_the_target_is_right()
      throws Exception {
    begin(Dbms.POSTGRES, "refused");
    tableWithAnIndexThatTheMappingDoesNotKnow();
    world.start(BY_NAME, ASIDE);
    assertThat(world.reasons()).containsOnlyKeys("item shop/ann", "item shop/bob");
    DeadLetter letter = Objects.requireNonNull(world.letters().get("item shop/ann"));
    assertThat(letter).extracting(DeadLetter::itemType).isEqualTo("thing");
    try (LetterBox stored = world.stored()) {
      assertThat(
              stored.find(letter.id()).flatMap(l -> Optional.ofNullable(l.content())).orElseThrow())
          .contains("\"doc\":{\"S\":\"d\"}");
    }
    assertThat(outcomes(world.replay("item shop/ann"))).containsExactly(Outcome.BAD);

    world
        .target()
        .client()
        .updateTable(
            table ->
                table
                    .tableName("shop")
                    .globalSecondaryIndexUpdates(
                        List.of(
                            GlobalSecondaryIndexUpdate.builder()
                                .delete(index -> index.indexName("stranger"))
                                .build())));
    world.change("DELETE FROM things WHERE name = 'bob'");
    world.awaitApplied();
    LetterWorld.await(
        () -> assertThat(outcomes(world.replay("item shop/ann"))).containsExactly(Outcome.HEALED));
    world.awaitHealed();
  }

  @Test
  void letters_are_in_the_way_of_a_cutover_until_they_are_dropped_with_or_without_the_pipeline()
      throws Exception {
    begin(Dbms.POSTGRES, "dropped");
    PipelineControl pipeline = world.start(MAPPING, ASIDE);
    world.change("UPDATE kinds SET factor = " + UNFIT);
    world.awaitApplied();
    List<DeadLetter> letters = List.copyOf(world.letters().values());
    assertThat(
            pipeline
                .handover()
                .preflight(new Handover.Order("ann", VerifyScope.SAMPLE, true, null)))
        .filteredOn(check -> check.name().equals("dead letters"))
        .extracting(Check::good, Check::found)
        .containsExactly(tuple(false, "2 open"));
    assertThat(pipeline.deadLetters().drop(List.of(letters.get(0).id()), "ann", "not needed"))
        .hasSize(1);
    assertThat(world.letters()).hasSize(1);
    List<String> other = List.of(letters.get(1).id());
    try (LetterBox stored = world.stored()) {
      assertThatThrownBy(() -> stored.drop(other, "ann", "not needed"))
          .isInstanceOfSatisfying(
              LockstepException.class, e -> assertThat(e.problem().code()).isEqualTo("LEASE-HELD"));
      world.stop();
      assertThat(stored.drop(other, "ann", "not needed")).hasSize(1);
      assertThat(stored.open()).isZero();
    }
  }

  private void tableWithAnIndexThatTheMappingDoesNotKnow() {
    world
        .target()
        .client()
        .createTable(
            table ->
                table
                    .tableName("shop")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("pk")
                            .attributeType(ScalarAttributeType.S)
                            .build(),
                        AttributeDefinition.builder()
                            .attributeName("doc")
                            .attributeType(ScalarAttributeType.N)
                            .build())
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("pk")
                            .keyType(KeyType.HASH)
                            .build())
                    .globalSecondaryIndexes(
                        List.of(
                            GlobalSecondaryIndex.builder()
                                .indexName("stranger")
                                .keySchema(
                                    KeySchemaElement.builder()
                                        .attributeName("doc")
                                        .keyType(KeyType.HASH)
                                        .build())
                                .projection(p -> p.projectionType(ProjectionType.ALL))
                                .build())));
  }

  private static List<Outcome> outcomes(Collection<Replayed> replayed) {
    return replayed.stream().map(Replayed::outcome).toList();
  }
}
