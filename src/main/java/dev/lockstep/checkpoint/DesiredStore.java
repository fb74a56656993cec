package dev.lockstep.checkpoint;

import dev.lockstep.checkpoint.Documents.Document;
import dev.lockstep.checkpoint.Documents.Place;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps what operators want of a pipeline. Not bound to the lease: anybody may change it, each
 * change is made to what stands there and to nothing else, and the daemon that has the lease reads
 * it regularly and obeys. Thread-safe; calls block as those of {@link Documents} do.
 */
public final class DesiredStore {
  private static final String COLLECTION = "desired";
  private static final int ATTEMPTS = 20;

  private final Documents documents;
  private final String pipeline;
  private final Place place;

  /** For a pipeline. */
  public DesiredStore(Documents documents, String pipeline) {
    this.documents = documents;
    this.pipeline = pipeline;
    this.place = new Place(pipeline, COLLECTION, "pipeline");
  }

  /** What is wanted now. */
  public Desired read() {
    return of(documents.read(place));
  }

  private static Desired of(Optional<Document> document) {
    return document.map(Document::text).map(Desired::parse).orElse(Desired.RUN);
  }

  /**
   * Changes what is wanted.
   *
   * @param change made to what stands there; asked again if somebody else was faster
   * @return what stands there now
   */
  public Desired change(UnaryOperator<Desired> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Document> before = documents.read(place);
      Desired wanted = change.apply(of(before));
      long revision = before.map(Document::revision).orElse(0L);
      if (wanted.equals(of(before)) || documents.replace(place, revision, wanted.toText())) {
        return wanted;
      }
    }
    throw new LockstepException(
        Problem.error(
            Category.TARGET,
            "CONTROL-TABLE-BUSY",
            "what is wanted of '" + pipeline + "' was changed by others all the time",
            null,
            "Try again."));
  }
}
