package dev.lockstep.daemon;

import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.rowstore.StoreIdentity;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;

/** Why a pipeline whose plan keeps rows does not simply go on where it stands. */
final class StartProblems {
  private static final String RELOAD =
      "Start with 'lockstep run --reload': the source is read afresh, and items that are right stay"
          + " as they are.";

  private StartProblems() {}

  static Problem foreign(StoreIdentity found, StoreIdentity own) {
    return Problem.error(
        Category.CONFIGURATION,
        "ROW-STORE-FOREIGN",
        "the row store in data-dir holds rows of pipeline '"
            + found.pipeline()
            + "' over source "
            + found.source()
            + ", and this is pipeline '"
            + own.pipeline()
            + "' over source "
            + own.source(),
        "data-dir",
        "Give this pipeline its own data-dir. If nobody needs that store any more: " + RELOAD);
  }

  static Problem mappingChanged() {
    return mappingChanged(
        "the mapping is not the one that the kept rows and the items were made with, and what has"
            + " changed in it is not known");
  }

  static Problem ambiguous(Collection<String> pairs) {
    return mappingChanged(
        "the mapping has changed, and items of a type that changes cannot be told by their keys from"
            + " those of one that stays: "
            + String.join(", ", pairs));
  }

  private static Problem mappingChanged(String what) {
    return Problem.error(
        Category.CONFIGURATION,
        "MAPPING-CHANGED",
        what,
        "mapping",
        "Bring the old mapping back, or: " + RELOAD);
  }

  static Problem incomplete(Collection<TableId> tables) {
    return Problem.error(
        Category.CONFIGURATION,
        "ROW-STORE-INCOMPLETE",
        "the row store lacks rows or columns that the mapping needs now of "
            + new TreeSet<>(tables),
        "data-dir",
        RELOAD);
  }

  static Problem behind(Version now, Version reached) {
    return Problem.error(
        Category.SOURCE,
        "VERSION-BEHIND",
        "the source's log is at version "
            + now
            + ", and items may have versions up to "
            + reached
            + ": what a load writes would count as older and change nothing",
        "source.epoch",
        "If the server was restored, or is another one than before, raise source.epoch above "
            + reached.epoch()
            + " and start again; else point the configuration at the server that it began with.");
  }

  static Problem missing(Path dataDir) {
    return Problem.warning(
        Category.CONFIGURATION,
        "ROW-STORE-MISSING",
        "there is a checkpoint, but the rows that were kept with it are not in this data-dir",
        dataDir.toString(),
        "Nothing: the source is read afresh, and items that are right stay as they are. To be spared of"
            + " that, keep data-dir on a disk that outlives the machine, and give it to the daemon"
            + " that takes over.");
  }
}
