package dev.lockstep.cutover;

import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.InMemoryDocuments;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Documents in memory that fail, and a process that ends, before and after they are written. */
final class UnluckyDocuments implements Documents {
  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final Luck luck;

  UnluckyDocuments(Luck luck) {
    this.luck = luck;
  }

  @Override
  public boolean replace(Place place, long revision, String text) {
    luck.crash();
    luck.fail("before a document is written");
    boolean replaced = documents.replace(place, revision, text);
    luck.fail("after a document is written");
    luck.crash();
    return replaced;
  }

  @Override
  public Optional<Document> read(Place place) {
    return documents.read(place);
  }

  @Override
  public List<Document> list(
      String pipeline, String collection, Order order, @Nullable String after, int most) {
    return documents.list(pipeline, collection, order, after, most);
  }

  @Override
  public long count(String pipeline, String collection) {
    return documents.count(pipeline, collection);
  }

  @Override
  public void write(Place place, String text) {
    documents.write(place, text);
  }

  @Override
  public void delete(Place place) {
    documents.delete(place);
  }
}
