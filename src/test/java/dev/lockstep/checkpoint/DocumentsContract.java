package dev.lockstep.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.checkpoint.Documents.Document;
import dev.lockstep.checkpoint.Documents.Order;
import dev.lockstep.checkpoint.Documents.Place;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of documents does. Pipelines have fresh names, so one may be shared. */
public abstract class DocumentsContract {
  private final String pipeline = "shop-" + UUID.randomUUID();

  /** The store under test; the same one for all calls within a test. */
  protected abstract Documents documents();

  @Test
  void what_was_never_written_is_not_there() {
    assertThat(documents().read(at("journal", "1"))).isEmpty();
    assertThat(list(Order.ASCENDING, null, 10)).isEmpty();
    assertThat(documents().count(pipeline, "journal")).isZero();
  }

  @Test
  void what_is_written_is_read_and_counts_its_revisions() {
    documents().write(at("journal", "1"), "begun — ä");
    assertThat(documents().read(at("journal", "1"))).contains(new Document("1", 1, "begun — ä"));

    documents().write(at("journal", "1"), "ended");
    assertThat(documents().read(at("journal", "1"))).contains(new Document("1", 2, "ended"));
  }

  @Test
  void only_one_of_two_who_read_the_same_revision_replaces_it() {
    assertThat(documents().replace(at("cutover", "it"), 0, "first")).isTrue();
    assertThat(documents().replace(at("cutover", "it"), 0, "second")).isFalse();
    assertThat(documents().replace(at("cutover", "it"), 1, "third")).isTrue();
    assertThat(documents().replace(at("cutover", "it"), 1, "fourth")).isFalse();

    assertThat(documents().read(at("cutover", "it"))).contains(new Document("it", 2, "third"));
  }

  @Test
  void a_repeated_replacement_answers_as_the_first_one_did() {
    documents().replace(at("cutover", "it"), 0, "first");

    assertThat(documents().replace(at("cutover", "it"), 0, "first")).isTrue();
    assertThat(documents().read(at("cutover", "it")).orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void a_collection_is_listed_in_the_order_of_ids_from_either_end_and_from_within() {
    List.of("b", "a", "c", "ä").forEach(id -> documents().write(at("journal", id), "of " + id));
    documents().write(at("journal-too", "a"), "another collection");
    documents().write(at("journal", "b"), "again");

    assertThat(ids(list(Order.ASCENDING, null, 10))).containsExactly("a", "b", "c", "ä");
    assertThat(ids(list(Order.DESCENDING, null, 2))).containsExactly("ä", "c");
    assertThat(ids(list(Order.ASCENDING, "b", 1))).containsExactly("c");
    assertThat(ids(list(Order.DESCENDING, "b", 10))).containsExactly("a");
    assertThat(ids(list(Order.ASCENDING, "bb", 10))).containsExactly("c", "ä");
    assertThat(documents().count(pipeline, "journal")).isEqualTo(4);
    assertThat(list(Order.ASCENDING, "a", 1)).containsExactly(new Document("b", 2, "again"));
  }

  @Test
  void a_list_longer_than_a_page_of_the_store_is_whole() {
    String large = "x".repeat(Documents.MAX_TEXT_BYTES);
    for (int i = 0; i < 5; i++) {
      documents().write(at("journal", "id-" + i), large);
    }

    assertThat(list(Order.ASCENDING, null, 10))
        .hasSize(5)
        .allMatch(document -> document.text().equals(large));
    assertThat(documents().count(pipeline, "journal")).isEqualTo(5);
  }

  @Test
  void what_is_deleted_is_gone_and_may_be_deleted_again() {
    documents().write(at("journal", "1"), "text");
    documents().delete(at("journal", "1"));
    documents().delete(at("journal", "1"));

    assertThat(documents().read(at("journal", "1"))).isEmpty();
    assertThat(documents().replace(at("journal", "1"), 0, "anew")).isTrue();
  }

  @Test
  void a_text_that_is_too_long_is_refused() {
    String tooLong = "x".repeat(Documents.MAX_TEXT_BYTES) + "ä";

    assertThatThrownBy(() -> documents().write(at("journal", "1"), tooLong))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(documents().read(at("journal", "1"))).isEmpty();
  }

  private List<Document> list(Order order, @Nullable String after, int most) {
    return documents().list(pipeline, "journal", order, after, most);
  }

  private static List<String> ids(List<Document> documents) {
    return documents.stream().map(Document::id).toList();
  }

  private Place at(String collection, String id) {
    return new Place(pipeline, collection, id);
  }
}
