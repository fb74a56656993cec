package dev.lockstep.rowstore;

import dev.lockstep.change.Version;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a row store. */
final class StoreProblems {
  private static final String RELOAD =
      "run with --reload to read the source afresh; items that are right stay as they are";

  private StoreProblems() {}

  static Problem inUse(Path directory) {
    return refused(
        "DATA-DIR-IN-USE",
        "another process has the row store open",
        directory,
        "stop the other daemon, or give this pipeline a data-dir of its own");
  }

  static Problem unusable(Path directory, String reason) {
    return refused(
        "DATA-DIR-UNUSABLE",
        "the directory of the row store cannot be made or written: " + reason,
        directory,
        "set data-dir to a directory that this user may write, on a disk with space");
  }

  static Problem corrupt(Path directory, String reason) {
    return broken(
        "ROW-STORE-CORRUPT",
        "the files of the row store are damaged: " + reason,
        directory,
        RELOAD);
  }

  static Problem failed(Path directory, String reason) {
    return broken(
        "ROW-STORE-IO",
        "the row store cannot read or write its files: " + reason,
        directory,
        "check the disk's space and health, then start again; if that does not help, " + RELOAD);
  }

  static Problem behind(@Nullable Version position, Version checkpoint) {
    return refused(
        "ROW-STORE-BEHIND",
        "the row store ends at "
            + (position == null ? "nothing" : position)
            + ", the checkpoint says that all up to "
            + checkpoint
            + " was applied: it is not the store that this checkpoint was made with",
        null,
        "restore the data-dir that belongs to the checkpoint, or " + RELOAD);
  }

  static Problem ahead(Version purged, Version checkpoint) {
    return refused(
        "ROW-STORE-AHEAD",
        "the row store cannot go back before "
            + purged
            + ", the checkpoint is at "
            + checkpoint
            + ": it is older than one that the store has seen saved",
        null,
        "restore the control table that belongs to the data-dir, or " + RELOAD);
  }

  static Problem otherFormat(int found, int understood) {
    return refused(
        "ROW-STORE-FORMAT",
        "the row store has format "
            + found
            + ", this version of Lockstep understands format "
            + understood,
        null,
        "start the version that wrote it, or " + RELOAD);
  }

  static Problem noNativeLibrary(Path directory, String reason) {
    return refused(
        "ROW-STORE-PLATFORM",
        "the row store's native library cannot be loaded: " + reason,
        directory,
        "run on 64-bit Linux with data-dir on a file system that is not mounted noexec, or build"
            + " with -Drocksdb.classifier for this platform");
  }

  /** The store is not to be used as things are set up. */
  private static Problem refused(
      String code, String what, @Nullable Path directory, String remedy) {
    String where = directory == null ? null : directory.toString();
    return Problem.error(Category.CONFIGURATION, code, what, where, remedy);
  }

  /** The store, or what lies beneath it, does not do its work. */
  private static Problem broken(String code, String what, Path directory, String remedy) {
    return Problem.error(Category.INTERNAL, code, what, directory.toString(), remedy);
  }
}
