package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.config.Size;
import dev.lockstep.config.SourceConfig;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which limits transactions are cut into parts. A part that was written shows a middle state of
 * its transaction. Cut the same way, the repeat after a crash passes through the same states; cut
 * in another way, it may never touch an item again that only the middle state has. So a run whose
 * predecessor may have left parts behind cuts as that one did.
 *
 * @param changes the most changes of a part
 * @param bytes the same in estimated bytes of heap
 */
record TransactionCut(int changes, long bytes) {
  private static final Pattern TEXT = Pattern.compile("changes=(\\d{1,9}) bytes=(\\d{1,18})");

  /** As a configuration says. */
  static TransactionCut of(Config config) {
    SourceConfig.Limits limits = config.source().limits();
    return new TransactionCut(limits.maxTransactionChanges(), limits.maxTransactionBytes().bytes());
  }

  /** Reads what {@link #toText} writes; empty if there is nothing of that. */
  static Optional<TransactionCut> parse(@Nullable String text) {
    Matcher matcher = TEXT.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(
            new TransactionCut(
                Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  String toText() {
    return "changes=" + changes + " bytes=" + bytes;
  }

  /** A configuration that cuts so. */
  Config in(Config config) {
    SourceConfig.Limits limits = config.source().limits();
    return config.withSource(
        config
            .source()
            .withLimits(
                new SourceConfig.Limits(
                    changes,
                    new Size(bytes),
                    limits.maxQueueBytes(),
                    limits.loadSliceRows(),
                    limits.connectTimeout(),
                    limits.statementTimeout(),
                    limits.stopTimeout(),
                    limits.maxRestartDelay())));
  }

  /** Says why a configuration's own limits have to wait. */
  Problem held() {
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
}
