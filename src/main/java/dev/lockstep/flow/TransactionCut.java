package dev.lockstep.flow;

import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How transactions are cut into parts: by limits, which count the changes of the tables that are
 * read. A part that was written shows a middle state of its transaction. Cut the same way, the
 * repeat after a crash passes through the same states; cut in another way, it may never touch an
 * item again that only the middle state has. So a run whose predecessor may have left parts behind
 * cuts as that one did.
 *
 * @param changes the most changes of a part
 * @param bytes the same in estimated bytes of heap
 * @param tables stands for the tables that are read, and for the kept rows where changes are made
 *     of them
 */
public record TransactionCut(int changes, long bytes, String tables) {
  private static final Pattern TEXT =
      Pattern.compile("changes=(\\d{1,9}) bytes=(\\d{1,18}) tables=([0-9a-f]{1,8})");

  /**
   * As limits and the mapping say.
   *
   * @param changes the most changes of a part
   * @param bytes the same in estimated bytes of heap
   */
  public static TransactionCut of(int changes, long bytes, MappingPlan plan) {
    String tables = new TreeSet<>(plan.needs().keySet()).toString();
    String rows = plan.silentActions(changes, bytes).isPresent() ? plan.kept().toString() : "";
    return new TransactionCut(changes, bytes, Integer.toHexString((tables + rows).hashCode()));
  }

  /** Reads what {@link #toText} writes; empty if there is nothing of that. */
  public static Optional<TransactionCut> parse(@Nullable String text) {
    Matcher matcher = TEXT.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(
            new TransactionCut(
                Integer.parseInt(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                matcher.group(3)))
        : Optional.empty();
  }

  /** In a form that {@link #parse} reads. */
  public String toText() {
    return "changes=" + changes + " bytes=" + bytes + " tables=" + tables;
  }

  /** Says why a configuration's own limits have to wait. */
  public Problem held() {
    return Problem.warning(
        Category.CONFIGURATION,
        "LIMITS-HELD",
        "the run before may have written a part of a transaction that it cut by other limits; until"
            + " a clean stop, transactions are cut as then: "
            + changes
            + " changes, "
            + bytes
            + " bytes",
        "source.max-transaction-changes, source.max-transaction-bytes",
        "Stop once when the lag is small, and start again: the limits of the configuration apply"
            + " then. Where the run does not get that far, 'lockstep run --reload' frees them.");
  }

  /** Says why a mapping that reads other tables has to wait. */
  public Problem mappingHeld() {
    return Problem.error(
        Category.CONFIGURATION,
        "MAPPING-HELD",
        "the run before has written a part of a transaction and not all of it; with a mapping that"
            + " reads other tables, or keeps other rows, the repeat would be cut into other parts",
        "mapping",
        "Bring the old mapping back, start, stop once when the lag is small, and start with the"
            + " changed mapping then; or start with 'lockstep run --reload'.");
  }
}
