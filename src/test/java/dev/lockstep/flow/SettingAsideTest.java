package dev.lockstep.flow;

import static dev.lockstep.flow.Customers.snapshot;
import static dev.lockstep.flow.Customers.transaction;
import static dev.lockstep.flow.People.TALL;
import static dev.lockstep.flow.People.UNFIT;
import static dev.lockstep.flow.People.key;
import static dev.lockstep.flow.People.row;
import static dev.lockstep.flow.People.withoutStory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.InMemoryDocuments;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.Letters;
import dev.lockstep.letters.Subject;
import dev.lockstep.problem.LockstepException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad rows on their way through a pipeline that sets them aside: what stays, what closes. */
class SettingAsideTest {
  private static final int MOST = 5;
  private static final LoadPlan NO_LOAD = new LoadPlan(false, false, false);

  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final InMemoryItemStore items = new InMemoryItemStore(People.TARGET);
  private final RecordingStore store = new RecordingStore(items);
  private Inside inside = inside(People.BY_ID, NO_LOAD);

  @AfterEach
  void stop() {
    inside.close();
  }

  @Test
  void a_row_that_becomes_bad_keeps_its_last_good_item_and_its_letter_names_it() throws Exception {
    insert(10, row(1, "ann", TALL));
    update(20, row(1, "ann", TALL), row(1, "ann", UNFIT));

    DeadLetter letter = onlyLetter();
    assertThat(letter.problem().code()).isEqualTo("NUMBER-UNFIT");
    assertThat(letter.item()).isEqualTo(key("P#1"));
    assertThat(letter.version()).isEqualTo(new Version(0, 20, 1));
    assertThat(height("P#1")).isEqualTo("1.94");
    assertThat(inside.checkpoint().orElseThrow().version()).isEqualTo(letter.version());
  }

  private static Stream<Arguments> badRows() {
    String tall = "    attributes: { tall: { column: name, as: number } }\n";
    return Stream.of(
        Arguments.of("KEY-NULL", People.BY_NAME, row(7, null, TALL)),
        Arguments.of("KEY-EMPTY", People.BY_NAME, row(7, "", TALL)),
        Arguments.of("KEY-TOO-LONG", People.BY_NAME, row(7, "n".repeat(2_049), TALL)),
        Arguments.of("NUMBER-UNFIT", People.BY_ID, row(7, "ann", UNFIT)),
        Arguments.of("NOT-A-NUMBER", People.BY_ID + tall, row(7, "ann", TALL)),
        Arguments.of("ITEM-TOO-LARGE", People.BY_ID, row(7, "n".repeat(410_000), TALL)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRows")
  void whatever_is_wrong_with_a_row_its_letter_says_it_until_the_row_is_good(
      String code, String mapping, Row bad) throws Exception {
    begin(mapping, NO_LOAD);
    insert(10, bad);

    DeadLetter letter = onlyLetter();
    assertThat(letter.problem().code()).isEqualTo(code);
    assertThat(letter.itemType()).isEqualTo("person");
    assertThat(letter.subject())
        .isInstanceOfSatisfying(
            Subject.OfRow.class, of -> assertThat(of.row()).hasToString("public.people[7]"));
    assertThat(letter.version()).isEqualTo(new Version(0, 10, 1));
    assertThat(letter.problem().remedy()).isNotBlank();
    assertThat(letter.first()).isEqualTo(letter.last());
    assertThat(letter.attempts()).isEqualTo(1);
    assertThat(items.contents()).isEmpty();

    update(20, bad, row(7, "12", TALL));
    assertThat(letters()).isEmpty();
    assertThat(items.contents()).hasSize(1);
  }

  @Test
  void other_rows_of_the_same_transaction_are_written() throws Exception {
    inside.deliver(
        transaction(
            10, new Change.Insert(row(1, "ann", UNFIT)), new Change.Insert(row(2, "b", TALL))));

    assertThat(letters()).hasSize(1);
    assertThat(items.contents()).containsOnlyKeys(key("P#2"));
  }

  @Test
  void a_later_good_state_is_written_and_closes_the_letter() throws Exception {
    insert(10, row(1, "ann", UNFIT));
    update(20, row(1, "ann", UNFIT), row(1, "ann", TALL));

    assertThat(letters()).isEmpty();
    assertThat(height("P#1")).isEqualTo("1.94");
  }

  @Test
  void a_later_bad_state_joins_the_letter() throws Exception {
    insert(10, row(1, "ann", UNFIT));
    DeadLetter first = onlyLetter();
    update(20, row(1, "ann", UNFIT), row(1, "bob", UNFIT));

    DeadLetter joined = onlyLetter();
    assertThat(joined.version()).isEqualTo(new Version(0, 20, 1));
    assertThat(joined.attempts()).isEqualTo(2);
    assertThat(joined.first()).isEqualTo(first.first());
  }

  @Test
  void a_delete_of_the_row_deletes_the_item_and_closes_the_letter() throws Exception {
    insert(10, row(1, "ann", TALL));
    update(20, row(1, "ann", TALL), row(1, "ann", UNFIT));
    inside.deliver(transaction(30, new Change.Delete(row(1, "ann", UNFIT))));

    assertThat(letters()).isEmpty();
    assertThat(items.contents()).isEmpty();
  }

  @Test
  void a_row_that_loses_its_key_loses_its_item_too() throws Exception {
    begin(People.BY_NAME, NO_LOAD);
    insert(10, row(1, "ann", TALL));
    update(20, row(1, "ann", TALL), row(1, null, TALL));
    assertThat(onlyLetter().item()).isNull();
    assertThat(items.contents()).isEmpty();

    update(30, row(1, null, TALL), row(1, "bob", TALL));
    assertThat(letters()).isEmpty();
    assertThat(items.contents()).containsOnlyKeys(key("bob"));
  }

  @Test
  void a_bad_row_that_moves_leaves_nothing_under_its_old_key() throws Exception {
    begin(People.BY_NAME, NO_LOAD);
    insert(10, row(1, "ann", TALL));
    update(20, row(1, "ann", TALL), row(1, "bob", UNFIT));
    assertThat(onlyLetter().item()).isEqualTo(key("bob"));
    assertThat(items.contents()).isEmpty();

    update(30, row(1, "bob", UNFIT), row(1, "carl", TALL));
    assertThat(letters()).isEmpty();
    assertThat(items.contents()).containsOnlyKeys(key("carl"));
  }

  @Test
  void a_row_whose_own_key_changes_takes_its_letter_along() throws Exception {
    insert(10, row(1, "ann", UNFIT));
    update(20, row(1, "ann", UNFIT), row(2, "ann", UNFIT));
    assertThat(onlyLetter().item()).isEqualTo(key("P#2"));

    update(30, row(2, "ann", UNFIT), row(3, "ann", TALL));
    assertThat(letters()).isEmpty();
    assertThat(items.contents()).containsOnlyKeys(key("P#3"));
  }

  @Test
  void an_item_whose_condition_cannot_be_computed_follows_its_key_or_stays() throws Exception {
    begin(People.BY_NAME + "    where: name == 'ann' || 10 / int(height) > 1\n", NO_LOAD);
    insert(10, row(1, "ann", TALL));
    update(20, row(1, "ann", TALL), row(1, "bob", BigDecimal.ZERO));
    assertThat(onlyLetter().problem().code()).isEqualTo("WHERE-FAILED");
    assertThat(items.contents()).isEmpty();

    update(30, row(1, "bob", BigDecimal.ZERO), row(1, "carl", BigDecimal.ONE));
    assertThat(letters()).isEmpty();
    assertThat(items.contents()).containsOnlyKeys(key("carl"));
  }

  @Test
  void a_part_of_a_row_is_not_added_to_a_stale_item() throws Exception {
    insert(10, row(1, "ann", TALL));
    update(20, row(1, "ann", TALL), row(1, "ann", UNFIT));
    inside.deliver(transaction(30, new Change.Update(null, withoutStory(1, "bob", TALL))));
    assertThat(onlyLetter().problem().code()).isEqualTo("ROW-SENT-IN-PART");
    assertThat(items.contents().get(key("P#1"))).containsEntry("name", new Value.Text("ann"));

    inside.deliver(transaction(40, new Change.Update(null, row(1, "bob", TALL))));
    inside.deliver(transaction(50, new Change.Update(null, withoutStory(1, "carl", TALL))));
    assertThat(letters()).isEmpty();
    assertThat(items.contents().get(key("P#1")))
        .containsEntry("name", new Value.Text("carl"))
        .containsEntry("story", new Value.Text("long"));
  }

  @Test
  void rows_of_one_key_are_all_set_aside_and_a_letter_stays_as_long_as_its_row_has_the_key()
      throws Exception {
    begin(People.BY_NAME, NO_LOAD);
    inside.deliver(
        transaction(
            10, new Change.Insert(row(1, "ann", TALL)), new Change.Insert(row(2, "ann", TALL))));
    assertThat(letters())
        .extracting(l -> l.problem().code())
        .containsOnly("KEY-COLLISION")
        .hasSize(2);

    update(20, row(2, "ann", TALL), row(2, "ann", BigDecimal.ONE));
    assertThat(letters()).hasSize(2);

    update(30, row(2, "ann", BigDecimal.ONE), row(2, "bob", TALL));
    assertThat(onlyLetter().item()).isEqualTo(key("ann"));
    assertThat(items.contents()).containsOnlyKeys(key("bob"));
  }

  @Test
  void a_refused_write_is_set_aside_and_the_next_one_that_is_taken_closes_its_letter()
      throws Exception {
    store.refuse(key("P#1"), true);
    insert(10, row(1, "ann", TALL));
    insert(11, row(2, "bob", TALL));
    DeadLetter letter = onlyLetter();
    assertThat(letter.problem().code()).isEqualTo("WRITE-INVALID");
    assertThat(letter.content()).contains("\"name\":{\"S\":\"ann\"}");
    assertThat(items.contents()).containsOnlyKeys(key("P#2"));

    inside.deliver(transaction(20, new Change.Update(null, withoutStory(1, "ann", TALL))));
    assertThat(onlyLetter().problem().code()).isEqualTo("ROW-SENT-IN-PART");

    store.refuse(key("P#1"), false);
    inside.deliver(transaction(30, new Change.Update(null, row(1, "carl", TALL))));
    assertThat(letters()).isEmpty();
    assertThat(items.contents()).containsOnlyKeys(key("P#1"), key("P#2"));
  }

  @Test
  void a_row_that_becomes_bad_after_its_write_was_refused_has_one_letter() throws Exception {
    store.refuse(key("P#1"), true);
    insert(10, row(1, "ann", TALL));
    update(20, row(1, "ann", TALL), row(1, "ann", UNFIT));
    assertThat(onlyLetter().problem().code()).isEqualTo("NUMBER-UNFIT");
    assertThat(onlyLetter().attempts()).isEqualTo(2);

    update(30, row(1, "ann", UNFIT), row(1, "ann", TALL));
    assertThat(onlyLetter().problem().code()).isEqualTo("WRITE-INVALID");

    store.refuse(key("P#1"), false);
    inside.deliver(transaction(40, new Change.Delete(row(1, "ann", TALL))));
    assertThat(letters()).isEmpty();
  }

  @Test
  void more_letters_than_may_be_open_halt_the_pipeline_and_nothing_is_lost() throws Exception {
    for (int i = 1; i <= MOST; i++) {
      insert(10L * i, row(i, "n", UNFIT));
    }
    Version before = inside.checkpoint().orElseThrow().version();
    assertThatThrownBy(() -> insert(100, row(100, "n", UNFIT)))
        .isInstanceOfSatisfying(
            LockstepException.class,
            e -> assertThat(e.problem().code()).isEqualTo("DEAD-LETTERS-FULL"));
    assertThat(letters()).hasSize(MOST);
    assertThat(inside.checkpoint().orElseThrow().version()).isEqualTo(before);

    update(110, row(1, "n", UNFIT), row(1, "m", UNFIT));
    assertThat(letters()).hasSize(MOST);
  }

  @Test
  void a_replay_after_a_crash_leaves_the_same_letters() throws Exception {
    insert(10, row(1, "ann", UNFIT));
    insert(20, row(2, "bob", UNFIT));
    update(30, row(1, "ann", UNFIT), row(1, "ann", TALL));
    update(40, row(2, "bob", UNFIT), row(2, "carl", UNFIT));
    List<DeadLetter> before = letters();

    begin(People.BY_ID, NO_LOAD);
    insert(10, row(1, "ann", UNFIT));
    insert(20, row(2, "bob", UNFIT));
    assertThat(letters()).contains(before.get(0));
    update(30, row(1, "ann", UNFIT), row(1, "ann", TALL));
    update(40, row(2, "bob", UNFIT), row(2, "carl", UNFIT));
    assertThat(letters()).isEqualTo(before).hasSize(1);
  }

  @Test
  void a_load_renews_the_letters_of_bad_rows_and_closes_all_others() throws Exception {
    insert(10, row(1, "ann", TALL));
    update(20, row(1, "ann", TALL), row(1, "ann", UNFIT));
    insert(21, row(2, "bob", UNFIT));
    insert(22, row(3, "gone", UNFIT));

    begin(People.BY_ID, new LoadPlan(true, false, true));
    for (var slice : snapshot(100, 1, List.of(row(1, "ann", UNFIT), row(2, "bob", TALL)))) {
      inside.deliver(slice);
    }

    assertThat(onlyLetter().item()).isEqualTo(key("P#1"));
    assertThat(onlyLetter().version()).isEqualTo(new Version(0, 100, 0));
    assertThat(items.contents()).containsOnlyKeys(key("P#1"), key("P#2"));
    assertThat(height("P#1")).isEqualTo("1.94");
  }

  @Test
  void a_truncate_closes_the_letters_of_its_rows() throws Exception {
    insert(10, row(1, "ann", UNFIT));
    inside.deliver(transaction(20, new Change.Truncate(row(1, "", TALL).table())));
    assertThat(letters()).isEmpty();
    assertThat(store.writes(ItemWrite.Delete.class))
        .as("what an earlier write may still bring back")
        .extracting(ItemWrite::key)
        .containsExactly(key("P#1"));
  }

  private void begin(String mapping, LoadPlan load) {
    inside.close();
    inside = inside(mapping, load);
  }

  private Inside inside(String mapping, LoadPlan load) {
    return new Inside(
        store,
        People.plan(mapping),
        load,
        Optional.empty(),
        null,
        ApplyOptions.defaults(),
        100,
        Letters.settingAside(documents, MOST));
  }

  private void insert(long position, Row row) throws InterruptedException {
    inside.deliver(transaction(position, new Change.Insert(row)));
  }

  private void update(long position, Row before, Row after) throws InterruptedException {
    inside.deliver(transaction(position, new Change.Update(before, after)));
  }

  private List<DeadLetter> letters() {
    return Letters.store(documents).all();
  }

  private DeadLetter onlyLetter() {
    assertThat(letters()).hasSize(1);
    return letters().get(0);
  }

  private String height(String partition) {
    Map<String, Value> item = Objects.requireNonNull(items.contents().get(key(partition)));
    return ItemKey.text(Objects.requireNonNull(item.get("height")));
  }
}
