package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.ControlStore.TableClaim;
import dev.lockstep.checkpoint.ControlStore.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every control table does. Pipelines and tables have fresh names, so one may be shared. */
public abstract class ControlStoreContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000123Z");
  private static final Owner ADA = new Owner("ada-1", "ada, process 1");
  private static final Owner BOB = new Owner("bob-2", "bob, process 2");
  private static final Checkpoint CHECKPOINT = checkpoint(42, "{\"lsn\":42,\"text\":\"ä\\\"'\"}");

  private final String pipeline = "shop-" + UUID.randomUUID();

  /** The store under test; the same one for all calls within a test. */
  protected abstract ControlStore store();

  @Test
  void a_pipeline_that_never_ran_has_no_record() {
    assertThat(store().read(pipeline)).isEmpty();
  }

  @Test
  void the_first_owner_gets_the_first_generation() {
    PipelineRecord record = acquire(ADA);

    assertThat(record.generation()).isEqualTo(1);
    assertThat(record.owner()).isEqualTo(ADA);
    assertThat(record.leaseMicros()).isEqualTo(1_772_366_400_000_123L);
    assertThat(record.checkpoint()).isNull();
    assertThat(record.phase()).isNull();
    assertThat(record.facts()).isEmpty();
    assertThat(store().read(pipeline)).contains(record);
  }

  @Test
  void who_read_no_record_cannot_acquire_after_somebody_did() {
    acquire(ADA);

    assertThat(store().acquire(pipeline, BOB, Optional.empty(), NOON)).isEmpty();
    assertThat(read().owner()).isEqualTo(ADA);
  }

  @Test
  void a_lease_unchanged_since_it_was_read_can_be_taken_over_with_the_next_generation() {
    PipelineRecord seen = acquire(ADA);

    PipelineRecord taken =
        store().acquire(pipeline, BOB, Optional.of(seen), NOON.plusSeconds(15)).orElseThrow();

    assertThat(taken.generation()).isEqualTo(seen.generation() + 1);
    assertThat(taken.owner()).isEqualTo(BOB);
    assertThat(taken.leaseMicros()).isEqualTo(seen.leaseMicros() + 15_000_000);
    assertThat(read()).isEqualTo(taken);
  }

  @Test
  void a_renewal_counts_up_and_keeps_the_generation() {
    PipelineRecord acquired = acquire(ADA);

    assertThat(store().renew(pipeline, acquired.generation(), NOON.plusSeconds(5))).isTrue();

    assertThat(read().generation()).isEqualTo(acquired.generation());
    assertThat(read().counter()).isGreaterThan(acquired.counter());
    assertThat(read().leaseMicros()).isEqualTo(acquired.leaseMicros() + 5_000_000);
    assertThat(read().owner()).isEqualTo(ADA);
  }

  @Test
  void a_lease_renewed_since_it_was_read_cannot_be_taken_over() {
    PipelineRecord seen = acquire(ADA);
    store().renew(pipeline, seen.generation(), NOON);

    assertThat(store().acquire(pipeline, BOB, Optional.of(seen), NOON)).isEmpty();
    assertThat(read().owner()).isEqualTo(ADA);
  }

  @Test
  void a_lease_saved_under_but_not_renewed_since_it_was_read_can_be_taken_over() {
    PipelineRecord seen = acquire(ADA);
    save(seen.generation(), new Update(CHECKPOINT, "streaming", Map.of()));

    Optional<PipelineRecord> taken = store().acquire(pipeline, BOB, Optional.of(seen), NOON);

    assertThat(taken).isPresent();
    assertThat(taken.orElseThrow().checkpoint()).isEqualTo(CHECKPOINT);
  }

  @Test
  void an_owner_whose_answer_was_lost_asks_again_and_is_given_what_it_has() {
    PipelineRecord before = acquire(ADA);
    PipelineRecord first = store().acquire(pipeline, BOB, Optional.of(before), NOON).orElseThrow();

    assertThat(store().acquire(pipeline, BOB, Optional.of(before), NOON)).contains(first);
    assertThat(read()).isEqualTo(first);
  }

  @Test
  void the_very_first_owner_whose_answer_was_lost_asks_again_too() {
    PipelineRecord first = acquire(ADA);

    assertThat(store().acquire(pipeline, ADA, Optional.empty(), NOON)).contains(first);
  }

  @Test
  void an_earlier_generation_can_neither_renew_nor_release_nor_save() {
    PipelineRecord old = acquire(ADA);
    PipelineRecord taken = store().acquire(pipeline, BOB, Optional.of(old), NOON).orElseThrow();

    assertThat(store().renew(pipeline, old.generation(), NOON)).isFalse();
    assertThat(store().release(pipeline, old.generation(), NOON)).isFalse();
    assertThat(store().save(pipeline, old.generation(), new Update(CHECKPOINT, null, Map.of())))
        .isFalse();
    assertThat(read()).isEqualTo(taken);
  }

  @Test
  void nothing_can_be_renewed_or_saved_for_a_pipeline_that_never_ran() {
    assertThat(store().renew(pipeline, 1, NOON)).isFalse();
    assertThat(store().release(pipeline, 1, NOON)).isFalse();
    assertThat(store().save(pipeline, 1, new Update(CHECKPOINT, null, Map.of()))).isFalse();
    assertThat(store().read(pipeline)).isEmpty();
  }

  @Test
  void a_released_lease_has_no_owner_and_keeps_everything_else() {
    PipelineRecord acquired = acquire(ADA);
    save(acquired.generation(), new Update(CHECKPOINT, "streaming", Map.of("source", "pg/1")));

    assertThat(store().release(pipeline, acquired.generation(), NOON)).isTrue();

    assertThat(read().owner()).isNull();
    assertThat(read().generation()).isEqualTo(acquired.generation());
    assertThat(read().checkpoint()).isEqualTo(CHECKPOINT);
    assertThat(read().phase()).isEqualTo("streaming");
    assertThat(read().facts()).containsExactly(Map.entry("source", "pg/1"));
  }

  @Test
  void a_lease_can_be_released_again_by_who_did_not_hear_the_answer() {
    long generation = acquire(ADA).generation();
    store().release(pipeline, generation, NOON);

    assertThat(store().release(pipeline, generation, NOON)).isTrue();
  }

  @Test
  void a_released_generation_can_change_nothing_more() {
    long generation = acquire(ADA).generation();
    store().release(pipeline, generation, NOON);

    assertThat(store().renew(pipeline, generation, NOON)).isFalse();
    assertThat(store().save(pipeline, generation, new Update(CHECKPOINT, null, Map.of())))
        .isFalse();
    assertThat(read().owner()).isNull();
    assertThat(read().checkpoint()).isNull();
  }

  @Test
  void a_lease_released_since_it_was_read_cannot_be_acquired_on_the_old_reading() {
    PipelineRecord seen = acquire(ADA);
    store().release(pipeline, seen.generation(), NOON);

    assertThat(store().acquire(pipeline, BOB, Optional.of(seen), NOON)).isEmpty();
    assertThat(store().acquire(pipeline, BOB, store().read(pipeline), NOON)).isPresent();
  }

  @Test
  void a_checkpoint_is_kept_exactly_with_the_largest_version_there_is() {
    Checkpoint largest =
        new Checkpoint(
            new SourcePosition("{\"lsn\":\"FFFFFFFF/FFFFFFFF\"}"),
            new Version(999_999, -1L, 999_999_999_999L),
            Long.MAX_VALUE);
    long generation = acquire(ADA).generation();

    save(generation, new Update(largest, null, Map.of()));

    assertThat(read().checkpoint()).isEqualTo(largest);
  }

  @Test
  void what_an_update_leaves_out_stays_as_it_is() {
    long generation = acquire(ADA).generation();
    save(generation, new Update(CHECKPOINT, "loading", Map.of("a", "1", "b", "2")));
    save(generation, new Update(null, "streaming", Map.of("b", "3")));
    save(generation, new Update(null, null, Map.of("c", "4")));

    assertThat(read().checkpoint()).isEqualTo(CHECKPOINT);
    assertThat(read().phase()).isEqualTo("streaming");
    assertThat(read().facts()).isEqualTo(Map.of("a", "1", "b", "3", "c", "4"));
  }

  @Test
  void a_forgotten_checkpoint_is_gone_and_everything_else_stays() {
    long generation = acquire(ADA).generation();
    save(generation, new Update(CHECKPOINT, "streaming", Map.of("a", "1")));

    Update update = new Update(null, "loading", Map.of("b", "2"));
    assertThat(store().forgetCheckpoint(pipeline, generation, update)).isTrue();

    assertThat(read().checkpoint()).isNull();
    assertThat(read().phase()).isEqualTo("loading");
    assertThat(read().facts()).isEqualTo(Map.of("a", "1", "b", "2"));
    save(generation, new Update(CHECKPOINT, null, Map.of()));
    assertThat(read().checkpoint()).isEqualTo(CHECKPOINT);
  }

  @Test
  void only_the_owner_can_have_a_checkpoint_forgotten() {
    PipelineRecord old = acquire(ADA);
    save(old.generation(), new Update(CHECKPOINT, null, Map.of()));
    assertThat(store().acquire(pipeline, BOB, Optional.of(old), NOON)).isPresent();

    Update update = new Update(null, null, Map.of());
    assertThat(store().forgetCheckpoint(pipeline, old.generation(), update)).isFalse();
    assertThat(read().checkpoint()).isEqualTo(CHECKPOINT);
  }

  @Test
  void an_empty_text_removes_a_fact() {
    long generation = acquire(ADA).generation();
    save(generation, new Update(null, null, Map.of("a", "1", "b.c-d e", "2")));
    save(generation, new Update(null, null, Map.of("a", "", "never", "")));

    assertThat(read().facts()).isEqualTo(Map.of("b.c-d e", "2"));
  }

  @Test
  void a_save_does_not_touch_the_lease() {
    PipelineRecord acquired = acquire(ADA);
    save(acquired.generation(), new Update(CHECKPOINT, "loading", Map.of()));

    assertThat(read().counter()).isEqualTo(acquired.counter());
    assertThat(read().owner()).isEqualTo(ADA);
    assertThat(read().leaseMicros()).isEqualTo(acquired.leaseMicros());
  }

  @Test
  void a_new_owner_finds_checkpoint_phase_and_facts_of_the_last_one() {
    PipelineRecord seen = acquire(ADA);
    save(seen.generation(), new Update(CHECKPOINT, "streaming", Map.of("load", "done")));

    PipelineRecord taken =
        store().acquire(pipeline, BOB, store().read(pipeline), NOON).orElseThrow();

    assertThat(taken.checkpoint()).isEqualTo(CHECKPOINT);
    assertThat(taken.phase()).isEqualTo("streaming");
    assertThat(taken.facts()).isEqualTo(Map.of("load", "done"));
  }

  @Test
  void pipelines_do_not_see_each_other() {
    long generation = acquire(ADA).generation();
    save(generation, new Update(CHECKPOINT, "streaming", Map.of()));

    assertThat(store().read(pipeline + "-other")).isEmpty();
    assertThat(store().acquire(pipeline + "-other", BOB, Optional.empty(), NOON)).isPresent();
    assertThat(read().owner()).isEqualTo(ADA);
  }

  @Test
  void of_many_who_want_the_same_lease_at_once_one_gets_it() throws Exception {
    List<Callable<Boolean>> contenders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Owner owner = new Owner("owner-" + i, "contender " + i);
      contenders.add(() -> store().acquire(pipeline, owner, Optional.empty(), NOON).isPresent());
    }

    assertThat(together(contenders)).containsOnlyOnce(true);
    assertThat(read().generation()).isEqualTo(1);
  }

  @Test
  void a_table_belongs_to_the_first_pipeline_that_claims_it() {
    String table = "table-" + UUID.randomUUID();
    TableClaim first = new TableClaim("shop", "pg-7/shop");
    TableClaim second = new TableClaim("other", "pg-7/shop");

    assertThat(store().claim(table, first)).isEqualTo(first);
    assertThat(store().claim(table, second)).isEqualTo(first);
    assertThat(store().claim(table, first)).isEqualTo(first);
  }

  @Test
  void a_table_claimed_for_one_database_is_not_given_to_the_same_pipeline_of_another() {
    String table = "table-" + UUID.randomUUID();
    TableClaim first = new TableClaim("shop", "pg-7/shop");
    store().claim(table, first);

    assertThat(store().claim(table, new TableClaim("shop", "pg-8/shop"))).isEqualTo(first);
  }

  @Test
  void a_claim_on_a_table_named_like_a_pipeline_leaves_the_pipeline_alone() {
    PipelineRecord record = acquire(ADA);

    store().claim(pipeline, new TableClaim("x", "y"));

    assertThat(read()).isEqualTo(record);
  }

  private PipelineRecord acquire(Owner owner) {
    return store().acquire(pipeline, owner, store().read(pipeline), NOON).orElseThrow();
  }

  private PipelineRecord read() {
    return store().read(pipeline).orElseThrow();
  }

  private void save(long generation, Update update) {
    assertThat(store().save(pipeline, generation, update)).isTrue();
  }

  private static Checkpoint checkpoint(long position, String text) {
    return new Checkpoint(new SourcePosition(text), new Version(0, position, 1), 1_000_000);
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
