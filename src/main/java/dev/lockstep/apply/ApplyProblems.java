package dev.lockstep.apply;

import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can go wrong in the applier itself, in words. */
final class ApplyProblems {
  private ApplyProblems() {}

  static Problem nothingToPatch(ItemWrite write) {
    return Problem.error(
        Category.DATA,
        "ITEM-TO-PATCH-MISSING",
        "the source sent only a part of a row (it leaves out large values that did not change), and"
            + " the item that the part belongs to is not in the target",
        write.key().toString(),
        "find out who removed the item, or set REPLICA IDENTITY FULL on the row's table; then"
            + " update the row, or load again");
  }

  static Problem foreignVersion(ItemWrite write, @Nullable String stored) {
    return Problem.error(
        Category.TARGET,
        "ITEM-VERSION-FOREIGN",
        "the item's attribute "
            + Bookkeeping.VERSION
            + " holds "
            + (stored == null ? "something that is not a number" : stored)
            + ", which Lockstep has not written, so its own writes cannot take effect",
        write.key().toString(),
        "remove the item or the attribute, and keep other writers off the table");
  }

  static Problem newerVersion(ItemWrite write, @Nullable String stored) {
    return Problem.warning(
        Category.TARGET,
        "ITEM-VERSION-NEWER",
        "the item has version "
            + stored
            + ", newer than "
            + write.version()
            + ", which is the"
            + " newest that the source has sent; the write was ignored",
        write.key().toString(),
        "keep other writers off the table; after a change of the source server raise the epoch");
  }

  static Problem retriesOver(ItemWrite write, WriteOutcome outcome, Duration limit) {
    return Problem.error(
        Category.TARGET,
        "RETRY-LIMIT",
        "a write has been failing for " + limit.toSeconds() + " s; the last answer was: " + outcome,
        write.key().toString(),
        "see that the target answers and has capacity, then start again; or raise"
            + " apply.retry-limit");
  }

  static Problem broken(Throwable cause) {
    return Problem.error(
        Category.INTERNAL,
        "APPLIER-BROKEN",
        "the applier met an error that it does not know: " + cause,
        null,
        "start again; nothing is lost. Please report this with the log");
  }
}
