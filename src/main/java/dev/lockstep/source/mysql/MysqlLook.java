package dev.lockstep.source.mysql;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.ProbeProblems;
import dev.lockstep.source.jdbc.SnapshotSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Sessions whose statements neither run nor wait for locks for long. */
final class MysqlLook {
  /** Ran for too long, waited too long for a lock, was broken off. */
  private static final Set<Integer> TOO_SLOW = Set.of(3024, 1205, 1317);

  /** Wrong values of dates, times and numbers. */
  private static final Set<Integer> UNREADABLE = Set.of(1292, 1366, 1525, 3141);

  private MysqlLook() {}

  static SnapshotSession session(MysqlOptions options, Duration timeout) {
    return new SnapshotSession(
        new SnapshotSession.Beginning(
            () -> MysqlConnections.open(options, timeout),
            List.of("SET SESSION max_execution_time = " + timeout.toMillis()),
            timeout),
        PreparedStatement::setObject,
        e -> new LockstepException(problem(options, timeout, e), e));
  }

  private static Problem problem(MysqlOptions options, Duration timeout, SQLException e) {
    if (TOO_SLOW.contains(e.getErrorCode())) {
      return ProbeProblems.tooSlow(timeout, options.address());
    }
    return UNREADABLE.contains(e.getErrorCode())
        ? ProbeProblems.unreadable(e)
        : new MysqlFaults(options).classify(e).problem();
  }
}
