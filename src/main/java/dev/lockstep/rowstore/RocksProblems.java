package dev.lockstep.rowstore;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What a failure of RocksDB means to the user. */
final class RocksProblems {
  private RocksProblems() {}

  /** A store that cannot be opened is in use, out of reach, or damaged. */
  static LockstepException onOpen(Path directory, RocksDBException cause) {
    return new LockstepException(problemOnOpen(directory, cause), cause);
  }

  private static Problem problemOnOpen(Path directory, RocksDBException cause) {
    String reason = reason(cause);
    String lower = reason.toLowerCase(Locale.ROOT);
    if (code(cause) != Status.Code.IOError) {
      return StoreProblems.corrupt(directory, reason);
    }
    if (lower.contains("lock hold by current process") || lower.contains("while lock file")) {
      return StoreProblems.inUse(directory);
    }
    if (lower.contains("permission denied")
        || lower.contains("no space left")
        || lower.contains("read-only file system")) {
      return StoreProblems.unusable(directory, reason);
    }
    return StoreProblems.corrupt(directory, reason);
  }

  /** A store that was open and fails is damaged, or its disk is. */
  static LockstepException onUse(Path directory, RocksDBException cause) {
    String reason = reason(cause);
    Problem problem =
        code(cause) == Status.Code.Corruption
            ? StoreProblems.corrupt(directory, reason)
            : StoreProblems.failed(directory, reason);
    return new LockstepException(problem, cause);
  }

  private static Status.@Nullable Code code(RocksDBException cause) {
    Status status = cause.getStatus();
    return status == null ? null : status.getCode();
  }

  private static String reason(RocksDBException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
