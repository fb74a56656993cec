package dev.lockstep.daemon;

import dev.lockstep.change.Version;
import dev.lockstep.flow.RemapProblems;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.rowstore.StoreIdentity;
import java.nio.file.Path;

/** Why a pipeline whose plan keeps rows does not simply go on where it stands. */
final class StartProblems {
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
        "Give this pipeline its own data-dir. If nobody needs that store any more: "
            + RemapProblems.RELOAD);
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
