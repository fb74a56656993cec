package dev.lockstep.source.postgres;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.ProbeProblems;
import dev.lockstep.source.jdbc.SnapshotSession;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Sessions whose statements neither run nor wait for locks for long. */
final class PostgresLook {
  private static final Set<String> TOO_SLOW = Set.of("57014", "55P03");

  /** Texts that are no value: no number, no date, out of range, no label of an enum. */
  private static final Set<String> UNREADABLE = Set.of("22P02", "22007", "22008", "22003", "22P03");

  private PostgresLook() {}

  /** One whose parameters are texts of the types that a query expects them to be. */
  static SnapshotSession session(PostgresOptions options, Duration timeout) {
    return new SnapshotSession(
        new SnapshotSession.Beginning(
            () -> PostgresConnections.open(options),
            List.of(
                "SET statement_timeout = " + timeout.toMillis(),
                "SET lock_timeout = " + timeout.toMillis()),
            timeout),
        (statement, number, value) -> statement.setObject(number, value, Types.OTHER),
        e -> new LockstepException(problem(options, timeout, e), e));
  }

  private static Problem problem(PostgresOptions options, Duration timeout, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (TOO_SLOW.contains(state)) {
      return ProbeProblems.tooSlow(timeout, options.address());
    }
    return UNREADABLE.contains(state)
        ? ProbeProblems.unreadable(e)
        : new SourceFaults(options).classify(e).problem();
  }
}
