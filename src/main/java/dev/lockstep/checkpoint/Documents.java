package dev.lockstep.checkpoint;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: what is remembered about a pipeline besides its record, as texts in collections of the
 * control table: journal, reports, dead letters. All calls block, are strongly consistent and retry
 * what is transient within their own time limit. Thread-safe.
 *
 * <p>Calls throw {@link dev.lockstep.problem.LockstepException} when the control table cannot be
 * reached or used; whether the change was made is unknown then. Nothing here is bound to a lease:
 * whoever must not overwrite another's text uses {@link #replace}.
 */
public interface Documents {
  /**
   * The longest text, bytes of UTF-8: DynamoDB's 400 KB for an item, less the room for its key and
   * bookkeeping.
   */
  int MAX_TEXT_BYTES = 390 * 1024;

  /** A document, or empty if there is none. */
  Optional<Document> read(Place place);

  /**
   * The documents of a collection in the order of their ids' UTF-8 bytes.
   *
   * @param after only those behind this id in the order asked for; null for all
   * @param most at most so many
   */
  List<Document> list(
      String pipeline, String collection, Order order, @Nullable String after, int most);

  /** How many documents a collection has. Reads all of them. */
  long count(String pipeline, String collection);

  /**
   * Writes a document whatever stands there.
   *
   * @throws IllegalArgumentException if the text is longer than {@link #MAX_TEXT_BYTES}
   */
  void write(Place place, String text);

  /**
   * Writes a document if the one that stands there is of the given revision. Repeated after an
   * answer that was lost, it answers as it did at first.
   *
   * @param revision as {@link Document#revision} says; 0 if there must be none
   * @return false if another revision stands there; nothing is written then
   * @throws IllegalArgumentException if the text is longer than {@link #MAX_TEXT_BYTES}
   */
  boolean replace(Place place, long revision, String text);

  /** Deletes a document; it may be gone already. */
  void delete(Place place);

  /** The order of a list. */
  enum Order {
    /** Smallest id first. */
    ASCENDING,
    /** Greatest id first. */
    DESCENDING
  }

  /**
   * Where a document is.
   *
   * @param collection letters and dashes
   * @param id unique in the collection; not empty, at most 900 bytes of UTF-8
   */
  record Place(String pipeline, String collection, String id) {}

  /**
   * A document as it stands.
   *
   * @param id in its collection
   * @param revision 1 when it was first written; rises with every write
   */
  record Document(String id, long revision, String text) {}
}
