package dev.lockstep.source.postgres;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceFault;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells faults that pass by themselves from those that somebody has to deal with. */
public final class SourceFaults {
  private static final int MOST_CAUSES = 20;

  private final PostgresOptions options;

  /** For a source. */
  public SourceFaults(PostgresOptions options) {
    this.options = options;
  }

  /** What a failure means. */
  public SourceFault classify(Throwable failure) {
    SQLException sql = null;
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof LockstepException known) {
        return new SourceFault(known.problem(), false);
      }
      if (cause instanceof SQLException exception && exception.getSQLState() != null) {
        sql = exception;
      }
    }
    return sql == null ? withoutState(failure) : of(sql);
  }

  /** Whether the server says that it is going down (or, in doubt, that a session was ended). */
  public static boolean isServerStopping(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("57P");
  }

  private SourceFault of(SQLException e) {
    String state = e.getSQLState();
    String text = text(e);
    return switch (state) {
      case "28P01", "28000" -> fatal("SOURCE-LOGIN-REFUSED", text, CHECK_LOGIN);
      case "3D000" -> fatal("SOURCE-DATABASE-MISSING", text, "correct source.database");
      case "42501" -> fatal("SOURCE-PERMISSION", text, GRANT);
      case "42704" -> missingObject(text);
      case "42P01" -> fatal("SOURCE-TABLE-MISSING", text, "create the table or change the mapping");
      case "55000", "58P01" -> notReady(text);
      case "55006" -> passing("SLOT-ACTIVE", text, SLOT_ACTIVE);
      case "53400" -> fatal("SLOTS-EXHAUSTED", text, "raise max_replication_slots and restart");
      case "25006" -> fatal("SOURCE-READ-ONLY", text, "name the primary server as source.host");
      default -> passing("SOURCE-UNREACHABLE", text, "see whether the server is up");
    };
  }

  private static final String CHECK_LOGIN =
      "correct source.user and source.password, and let pg_hba.conf admit the user for the"
          + " database and for replication";
  private static final String GRANT =
      "grant the user LOGIN, REPLICATION (rds_replication on Amazon RDS) and SELECT on the tables;"
          + " `lockstep check` lists what is missing";
  private static final String SLOT_ACTIVE =
      "stop the other reader of the slot, or name another slot in source.slot";
  private static final String RELOAD =
      "changes may be lost with it: load again (drop the pipeline's checkpoint) so that the slot is"
          + " made anew";

  private SourceFault missingObject(String text) {
    if (text.contains("publication")) {
      return fatal("PUBLICATION-MISSING", text, RELOAD);
    }
    if (text.contains("slot")) {
      return fatal("SLOT-MISSING", text, RELOAD);
    }
    return fatal("SOURCE-OBJECT-MISSING", text, "restore what is missing, then start again");
  }

  private SourceFault notReady(String text) {
    if (text.contains("wal_level")) {
      return fatal("WAL-LEVEL", text, "set wal_level = logical and restart the server");
    }
    if (text.contains("can no longer")
        || text.contains("invalidated")
        || text.contains("has already been removed")) {
      return fatal("SLOT-LOST", text, RELOAD + "; raise max_slot_wal_keep_size");
    }
    return passing("SOURCE-NOT-READY", text, "see the server's log");
  }

  private SourceFault withoutState(Throwable failure) {
    String text = deepest(failure);
    if (text.contains("wal_level")) {
      return fatal("WAL-LEVEL", text, "set wal_level = logical and restart the server");
    }
    if (text.contains("replication slot") && text.contains("does not exist")) {
      return fatal("SLOT-MISSING", text, RELOAD);
    }
    boolean network = isNetwork(failure);
    return passing(
        network ? "SOURCE-UNREACHABLE" : "SOURCE-ENGINE-FAILED",
        text,
        network ? "see whether the server is up" : "see the log of Lockstep for the cause");
  }

  private static boolean isNetwork(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static String deepest(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause.getCause() != null && i < MOST_CAUSES; i++) {
      cause = cause.getCause();
    }
    return text(cause);
  }

  /** The first line: what follows may show data. */
  private static String text(Throwable e) {
    String message = e.getMessage();
    String first = message == null ? e.getClass().getSimpleName() : firstLine(message);
    return first.toLowerCase(Locale.ROOT).startsWith("error: ") ? first.substring(7) : first;
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private SourceFault fatal(String code, String what, String remedy) {
    return new SourceFault(problem(code, what, remedy), false);
  }

  private SourceFault passing(String code, String what, String remedy) {
    return new SourceFault(problem(code, what, remedy), true);
  }

  private Problem problem(String code, String what, @Nullable String remedy) {
    return Problem.error(
        Category.SOURCE, code, what, options.address(), remedy == null ? "" : remedy);
  }
}
