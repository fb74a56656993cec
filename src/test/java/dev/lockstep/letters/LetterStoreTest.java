package dev.lockstep.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.InMemoryDocuments;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of a letter comes back as it was. */
class LetterStoreTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final ItemKey ITEM =
      new ItemKey(
          "shop",
          new Value.Binary(ByteBuffer.wrap(new byte[] {1, 2}).asReadOnlyBuffer()),
          new Value.Num("12.5"));

  @TempDir Path folder;
  private final InMemoryDocuments documents = new InMemoryDocuments();

  @Test
  void a_row_key_of_any_kind_comes_back_equal() {
    DeadLetter letter =
        rowLetter(
            "x",
            7L,
            new BigDecimal("1.00"),
            "a\"b",
            true,
            1.5f,
            2.5d,
            ByteBuffer.wrap(new byte[] {0, -1}).asReadOnlyBuffer(),
            List.of("a", 1L),
            null);
    store().put(letter);
    assertThat(store().find(letter.id())).contains(letter);
  }

  @Test
  void a_letter_about_an_item_comes_back_equal() {
    DeadLetter letter = itemLetter("{\"a\":1}");
    store().put(letter);
    assertThat(store().all()).containsExactly(letter);
  }

  /** It may have been stored by an earlier release. */
  @Test
  void keys_are_written_as_they_always_were() {
    String text = LetterJson.text(itemLetter("{}"));
    assertThat(text)
        .contains(
            "\"item\":{\"table\":\"shop\",\"partition\":{\"B\":\"AQI=\"},\"sort\":{\"N\":\"12.5\"}}");
    assertThat(LetterJson.text(new ItemKey("shop", new Value.Text("a"), null)))
        .isEqualTo("{\"table\":\"shop\",\"partition\":{\"S\":\"a\"}}");
    assertThat(LetterJson.parse(text).item()).isEqualTo(ITEM);
  }

  @Test
  void rows_of_different_types_tables_and_scales_have_letters_of_their_own() {
    assertThat(
            List.of(
                rowLetter("x", new BigDecimal("1.0")).id(),
                rowLetter("x", new BigDecimal("1.00")).id(),
                rowLetter("y", new BigDecimal("1.0")).id(),
                rowLetter("x", "1.0").id(),
                itemLetter("").id()))
        .doesNotHaveDuplicates();
    assertThat(rowLetter("x", 1L).id()).isEqualTo(rowLetter("x", 1L).id());
  }

  @Test
  void large_content_is_in_a_file_until_the_letter_goes() {
    DeadLetter letter = itemLetter("x".repeat(ContentFiles.LARGE_BYTES + 1));
    store().put(letter);
    assertThat(store().all().get(0).content()).isNull();
    assertThat(folder.resolve("letters").resolve(letter.id() + ".json")).exists();
    assertThat(store().find(letter.id()).orElseThrow().content()).isEqualTo(letter.content());

    store().remove(letter.subject(), letter.version());
    assertThat(store().all()).isEmpty();
    assertThat(folder.resolve("letters")).isEmptyDirectory();
  }

  @Test
  void nothing_older_replaces_or_removes_a_letter() {
    DeadLetter newer = itemLetter("newer");
    DeadLetter older =
        DeadLetter.of(
            newer.subject(), null, ITEM, new Version(0, 1, 1), newer.problem(), NOW, "older");
    store().put(newer);
    store().put(older);
    store().remove(newer.subject(), older.version());
    assertThat(store().all()).containsExactly(newer);
  }

  @Test
  void large_content_stays_that_of_the_newest_state_whatever_comes_later() {
    DeadLetter newer = itemLetter("y".repeat(ContentFiles.LARGE_BYTES + 1));
    DeadLetter older =
        DeadLetter.of(
            newer.subject(),
            null,
            ITEM,
            new Version(0, 1, 1),
            newer.problem(),
            NOW,
            "x".repeat(ContentFiles.LARGE_BYTES + 1));
    store().put(newer);
    store().put(older);
    store().put(newer.withoutContent().triedAgain(newer.problem(), NOW.plusSeconds(1)));

    DeadLetter found = store().find(newer.id()).orElseThrow();
    assertThat(found.content()).isEqualTo(newer.content());
    assertThat(found.attempts()).isEqualTo(2);
  }

  @Test
  void they_are_listed_as_they_came_however_many_there_are() {
    for (long i = 0; i < 230; i++) {
      DeadLetter letter = rowLetter("x", i);
      store()
          .put(
              DeadLetter.of(
                  letter.subject(),
                  "x",
                  null,
                  letter.version(),
                  letter.problem(),
                  NOW.minusSeconds(i),
                  null));
    }
    assertThat(store().all()).hasSize(230);
    assertThat(store().all().get(0).first()).isEqualTo(NOW.minusSeconds(229));
  }

  private LetterStore store() {
    return new LetterStore(documents, "shop", new ContentFiles(folder.resolve("letters")));
  }

  private static DeadLetter rowLetter(String type, @Nullable Object... key) {
    RowKey row = new RowKey(new TableId("public", "t"), Arrays.copyOf(key, key.length));
    return letter(new Subject.OfRow(type, row), type, null, null);
  }

  private static DeadLetter itemLetter(String content) {
    return letter(new Subject.OfItem(ITEM), null, ITEM, content);
  }

  private static DeadLetter letter(
      Subject subject, @Nullable String type, @Nullable ItemKey item, @Nullable String content) {
    Problem problem = Problem.error(Category.DATA, "KEY-NULL", "what", "where", "remedy");
    return DeadLetter.of(subject, type, item, new Version(3, -1L, 5), problem, NOW, content);
  }
}
