package dev.lockstep.checkpoint;

import dev.lockstep.checkpoint.Documents.Document;
import dev.lockstep.checkpoint.Documents.Order;
import dev.lockstep.checkpoint.Documents.Place;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What operators did with a pipeline, and what it did by itself because of that: who, when, what.
 * Entries are numbered without gaps whatever the clocks say, and only the newest are kept. Nothing
 * secret belongs here. Thread-safe; calls block as those of {@link Documents} do.
 */
public final class Journal {
  private static final String COLLECTION = "journal";
  private static final int ATTEMPTS = 20;
  private static final int DELETED_AT_ONCE = 25;

  private final Documents documents;
  private final String pipeline;
  private final int kept;
  private final InstantSource clock;

  /**
   * @param kept how many entries are kept; see {@code journal.max-entries}
   * @param clock when something happened, for people
   */
  public Journal(Documents documents, String pipeline, int kept, InstantSource clock) {
    this.documents = documents;
    this.pipeline = pipeline;
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * Adds an entry.
   *
   * @param who did it: {@code ann@laptop}; {@code lockstep} for the pipeline itself
   * @param what in a word or two: {@code pause}
   * @param details in the order in which they are to be shown
   * @return the entry as it stands
   */
  public Entry add(String who, String what, Map<String, String> details) {
    String text = text(clock.instant(), who, what, details);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long number =
          documents.list(pipeline, COLLECTION, Order.DESCENDING, null, 1).stream()
                  .mapToLong(newest -> number(newest.id()))
                  .findFirst()
                  .orElse(0)
              + 1;
      if (documents.replace(place(number), 0, text)) {
        forgetUpTo(number - kept);
        return entry(number, text);
      }
    }
    throw new LockstepException(crowded());
  }

  private void forgetUpTo(long number) {
    documents.list(pipeline, COLLECTION, Order.ASCENDING, null, DELETED_AT_ONCE).stream()
        .map(Document::id)
        .filter(id -> number(id) <= number)
        .forEach(id -> documents.delete(new Place(pipeline, COLLECTION, id)));
  }

  /** The newest entries, newest first. */
  public List<Entry> newest(int most) {
    return documents.list(pipeline, COLLECTION, Order.DESCENDING, null, most).stream()
        .map(document -> entry(number(document.id()), document.text()))
        .toList();
  }

  private Place place(long number) {
    return new Place(pipeline, COLLECTION, String.format(Locale.ROOT, "%019d", number));
  }

  private static long number(String id) {
    return Long.parseLong(id);
  }

  private static String text(Instant at, String who, String what, Map<String, String> details) {
    Fields fields = Fields.none().with("at", at).with("who", who).with("what", what);
    details.forEach((name, value) -> fields.with("details." + name, value));
    return fields.toText();
  }

  private static Entry entry(long number, String text) {
    Fields fields = Fields.parse(text);
    return new Entry(
        number,
        Instant.parse(fields.get("at", Instant.EPOCH.toString())),
        fields.get("who", ""),
        fields.get("what", ""),
        fields.under("details."));
  }

  private Problem crowded() {
    return Problem.error(
        Category.TARGET,
        "CONTROL-TABLE-BUSY",
        "the journal of '" + pipeline + "' was written to by others all the time",
        null,
        "Try again.");
  }

  /**
   * What happened.
   *
   * @param number 1 for the first of the pipeline's life, and so on
   * @param at by the clock of the machine that wrote it
   * @param who did it
   * @param what was done
   * @param details in order
   */
  public record Entry(
      long number, Instant at, String who, String what, Map<String, String> details) {}
}
