package dev.lockstep.letters;

import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.Documents.Document;
import dev.lockstep.checkpoint.Documents.Order;
import dev.lockstep.checkpoint.Documents.Place;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.problem.LockstepException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where dead letters are kept: in the control table, and what is large of them in files of the data
 * directory. Nothing here needs a running pipeline. Blocks.
 */
public final class LetterStore {
  static final String COLLECTION = "dead-letter";

  private static final int PAGE = 100;
  private static final int ATTEMPTS = 10;

  private final Documents documents;
  private final String pipeline;
  private final ContentFiles files;

  /**
   * @param files for content that is too large for the control table
   */
  public LetterStore(Documents documents, String pipeline, ContentFiles files) {
    this.documents = documents;
    this.pipeline = pipeline;
    this.files = files;
  }

  /** Hands over all letters, in the order of their ids. */
  public void each(Consumer<DeadLetter> consumer) {
    @Nullable String after = null;
    List<Document> page;
    do {
      page = documents.list(pipeline, COLLECTION, Order.ASCENDING, after, PAGE);
      for (Document document : page) {
        consumer.accept(letter(document));
        after = document.id();
      }
    } while (page.size() == PAGE);
  }

  /** All letters, those that came first at the head. */
  public List<DeadLetter> all() {
    List<DeadLetter> letters = new ArrayList<>();
    each(letters::add);
    letters.sort(LetterFilter.OLDEST_FIRST);
    return letters;
  }

  /** One letter, with its content, wherever that is kept. */
  public Optional<DeadLetter> find(String id) {
    return documents.read(place(id)).map(this::letter).map(files::withContent);
  }

  /**
   * The journal of the same pipeline.
   *
   * @param kept how many entries it keeps
   */
  public Journal journal(int kept) {
    return new Journal(documents, pipeline, kept, InstantSource.system());
  }

  private DeadLetter letter(Document document) {
    try {
      return LetterJson.parse(document.text());
    } catch (RuntimeException e) {
      throw new LockstepException(LetterProblems.unreadable(document.id(), e), e);
    }
  }

  private Place place(String id) {
    return new Place(pipeline, COLLECTION, id);
  }

  /**
   * Stores a letter, unless the one that stands there is about a later state. The content of one
   * about the same state stays where the letter brings none.
   */
  void put(DeadLetter letter) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Document> there = documents.read(place(letter.id()));
      Optional<DeadLetter> standing = there.map(this::letter);
      if (standing.filter(stands -> stands.version().isAfter(letter.version())).isPresent()) {
        return;
      }
      DeadLetter whole = standing.map(letter::keepingContentOf).orElse(letter);
      String text = LetterJson.text(files.keepingLarge(whole));
      long revision = there.map(Document::revision).orElse(0L);
      if (documents.replace(place(letter.id()), revision, text)) {
        return;
      }
    }
    throw new LockstepException(LetterProblems.contended(letter.id()));
  }

  /**
   * Removes a letter, unless it is about a later state than that of a version. Of one that is gone
   * already, what an earlier attempt may have left.
   */
  public void remove(Subject subject, Version upTo) {
    Place place = place(subject.id());
    boolean stays =
        documents
            .read(place)
            .map(this::letter)
            .filter(letter -> letter.version().isAfter(upTo))
            .isPresent();
    if (!stays) {
      documents.delete(place);
      files.remove(subject.id());
    }
  }
}
