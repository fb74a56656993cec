package dev.lockstep.cutover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.Documents.Document;
import dev.lockstep.checkpoint.Documents.Place;
import dev.lockstep.problem.LockstepException;
import java.util.Optional;

/**
 * The state of a procedure as a document of its pipeline, which changes only from the one that was
 * read.
 *
 * @param <T> the state: a record
 */
public final class StateStore<T> {
  private static final String COLLECTION = "cutover";
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Documents documents;
  private final Place place;
  private final Class<T> type;

  private StateStore(Documents documents, Place place, Class<T> type) {
    this.documents = documents;
    this.place = place;
    this.type = type;
  }

  /** The pipeline's cutover: the one under way, or the last one. */
  public static StateStore<Cutover> cutover(Documents documents, String pipeline) {
    return new StateStore<>(documents, new Place(pipeline, COLLECTION, "cutover"), Cutover.class);
  }

  /** The pipeline's rehearsal: the one under way, or the last one. */
  public static StateStore<Rehearsal> rehearsal(Documents documents, String pipeline) {
    return new StateStore<>(
        documents, new Place(pipeline, COLLECTION, "rehearsal"), Rehearsal.class);
  }

  /** A state and the revision that it stands in. */
  public record Stored<T>(long revision, T state) {}

  /** The state; empty if there never was one. */
  public Optional<Stored<T>> read() {
    return documents
        .read(place)
        .map(document -> new Stored<>(document.revision(), parse(document)));
  }

  private T parse(Document document) {
    try {
      return JSON.readValue(document.text(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a " + type.getSimpleName() + ": " + place, e);
    }
  }

  /**
   * Replaces a state.
   *
   * @param revision of the state that is replaced; 0 if there was none
   * @throws LockstepException {@code CUTOVER-LOST} if another one stands there
   */
  public Stored<T> replace(long revision, T state) {
    if (!documents.replace(place, revision, write(state))) {
      throw new LockstepException(CutoverProblems.lost(place.id()));
    }
    return new Stored<>(revision + 1, state);
  }

  private String write(T state) {
    try {
      return JSON.writeValueAsString(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts are always JSON", e);
    }
  }
}
