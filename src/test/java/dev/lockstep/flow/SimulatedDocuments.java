package dev.lockstep.flow;

import dev.lockstep.checkpoint.Documents;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One process's way to the documents of the control table, which at some time is cut: before or
 * after what was asked for last.
 *
 * @param documents what lasts
 * @param isCut asked before each change
 * @param later has something happen after a while, if the process lives then
 */
record SimulatedDocuments(
    Documents documents,
    RandomGenerator random,
    BooleanSupplier isCut,
    LetterFlaw flaw,
    Consumer<Runnable> later)
    implements Documents {
  private static final Problem CUT =
      Problem.error(Category.TARGET, "CUT", "cut", null, "Start again.");

  static boolean isCut(Problem problem) {
    return problem.equals(CUT);
  }

  @Override
  public Optional<Document> read(Place place) {
    return documents.read(place);
  }

  @Override
  public List<Document> list(
      String pipeline, String collection, Order order, @Nullable String after, int most) {
    return flaw == LetterFlaw.FORGOTTEN_LETTERS
        ? List.of()
        : documents.list(pipeline, collection, order, after, most);
  }

  @Override
  public long count(String pipeline, String collection) {
    return documents.count(pipeline, collection);
  }

  @Override
  public void write(Place place, String text) {
    throw new UnsupportedOperationException("letters are replaced");
  }

  @Override
  public boolean replace(Place place, long revision, String text) {
    if (flaw == LetterFlaw.HASTY_STORE) {
      later.accept(() -> documents.replace(place, revision, text));
      return true;
    }
    boolean[] replaced = new boolean[1];
    change(() -> replaced[0] = documents.replace(place, revision, text));
    return replaced[0];
  }

  @Override
  public void delete(Place place) {
    if (flaw != LetterFlaw.UNCLOSED) {
      change(() -> documents.delete(place));
    }
  }

  private void change(Runnable change) {
    boolean cut = isCut.getAsBoolean();
    if (!cut || random.nextBoolean()) {
      change.run();
    }
    if (cut) {
      throw new LockstepException(CUT);
    }
  }
}
