package dev.lockstep.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Documents in memory: passes {@link DocumentsContract}, as the real ones do. */
public final class InMemoryDocuments implements Documents {
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b));

  private final Map<Place, Document> documents = new HashMap<>();

  @Override
  public synchronized Optional<Document> read(Place place) {
    return Optional.ofNullable(documents.get(place));
  }

  @Override
  public synchronized List<Document> list(
      String pipeline, String collection, Order order, @Nullable String after, int most) {
    Comparator<String> comparator = order == Order.ASCENDING ? BY_BYTES : BY_BYTES.reversed();
    return documents.entrySet().stream()
        .filter(entry -> isIn(entry.getKey(), pipeline, collection))
        .map(Map.Entry::getValue)
        .filter(document -> after == null || comparator.compare(document.id(), after) > 0)
        .sorted(Comparator.comparing(Document::id, comparator))
        .limit(most)
        .toList();
  }

  private static boolean isIn(Place place, String pipeline, String collection) {
    return place.pipeline().equals(pipeline) && place.collection().equals(collection);
  }

  @Override
  public synchronized long count(String pipeline, String collection) {
    return documents.keySet().stream().filter(p -> isIn(p, pipeline, collection)).count();
  }

  @Override
  public synchronized void write(Place place, String text) {
    put(place, revision(place), text);
  }

  @Override
  public synchronized boolean replace(Place place, long revision, String text) {
    if (revision(place) == revision) {
      put(place, revision, text);
      return true;
    }
    return new Document(place.id(), revision + 1, text).equals(documents.get(place));
  }

  private long revision(Place place) {
    return read(place).map(Document::revision).orElse(0L);
  }

  private void put(Place place, long before, String text) {
    if (utf8(text).length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("too long");
    }
    documents.put(place, new Document(place.id(), before + 1, text));
  }

  @Override
  public synchronized void delete(Place place) {
    documents.remove(place);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
