package dev.lockstep.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.Acknowledgement;
import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.InMemoryDocuments;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A row that becomes bad after its item was refused, with parts of the row still under way. */
class LettersOfOneItemTest {
  private static final Problem PROBLEM =
      Problem.error(Category.DATA, "WRITE-INVALID", "no", null, "Change it.");
  private static final ItemKey KEY = new ItemKey("shop", new Value.Text("P#1"), null);
  private static final RowKey ROW = new RowKey(new TableId("public", "people"), 1L);

  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final InMemoryItemStore items = new InMemoryItemStore("shop");
  private DeadLetters letters = Letters.settingAside(documents, 5);

  @AfterEach
  void stop() {
    letters.close();
  }

  @Test
  void no_part_is_added_to_the_item_until_all_of_it_is_written() {
    write(put(10));
    refuse(20);
    becomesBad(30);
    assertThat(open()).containsExactly(new Subject.OfRow("person", ROW));

    assertThat(write(patch(25))).isInstanceOf(WriteOutcome.Rejected.class);
    assertThat(write(put(40))).isInstanceOf(WriteOutcome.Applied.class);
    assertThat(write(patch(50))).isInstanceOf(WriteOutcome.Applied.class);
  }

  @Test
  void the_refusal_may_be_told_last() {
    write(put(10));
    becomesBad(30);
    refuse(20);
    assertThat(open()).containsExactly(new Subject.OfRow("person", ROW));
    assertThat(write(patch(25))).isInstanceOf(WriteOutcome.Rejected.class);
  }

  @Test
  void a_process_that_ended_between_the_two_leaves_it_to_the_next_one() {
    letters.store().put(letter(new Subject.OfItem(KEY), 20));
    letters.store().put(letter(new Subject.OfRow("person", ROW), 30));
    letters.close();
    letters = Letters.settingAside(documents, 5);
    becomesBad(30);
    assertThat(open()).containsExactly(new Subject.OfRow("person", ROW));
    assertThat(write(patch(25))).isInstanceOf(WriteOutcome.Rejected.class);
  }

  private List<Subject> open() {
    return Letters.store(documents).all().stream().map(DeadLetter::subject).toList();
  }

  private WriteOutcome write(ItemWrite write) {
    ItemStore guarded = letters.guarding(items);
    return guarded.write(write).join();
  }

  private void refuse(long position) {
    assertThat(letters.refusedWrites().setAside(put(position), PROBLEM).join()).isTrue();
  }

  /** Returns when that is durable. */
  private void becomesBad(long position) {
    CompletableFuture<Boolean> stored = new CompletableFuture<>();
    try {
      letters.take(
          List.of(new BadRow("person", ROW, KEY, PROBLEM)),
          version(position),
          () -> new Told(stored));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts", e);
    }
    assertThat(stored.join()).isTrue();
  }

  private record Told(CompletableFuture<Boolean> stored) implements Acknowledgement {
    @Override
    public void acknowledged() {
      stored.complete(true);
    }

    @Override
    public void settled() {
      // Nothing is left to do.
    }
  }

  private static DeadLetter letter(Subject subject, long position) {
    return DeadLetter.of(subject, "person", KEY, version(position), PROBLEM, Instant.EPOCH, null);
  }

  private static Version version(long position) {
    return new Version(0, position, 1);
  }

  private static ItemWrite.Put put(long position) {
    return new ItemWrite.Put(new Item(KEY, content(position)), version(position), 1);
  }

  private static ItemWrite.Patch patch(long position) {
    return new ItemWrite.Patch(KEY, content(position), Set.of(), version(position), 1);
  }

  private static Map<String, Value> content(long position) {
    return Map.of("name", new Value.Text("as of " + position));
  }
}
