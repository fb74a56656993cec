package dev.lockstep.source.postgres;

import dev.lockstep.source.Failure;
import dev.lockstep.source.SourceFault;
import java.sql.SQLException;
import java.util.Optional;

/** Tells faults that pass by themselves from those that somebody has to deal with. */
public final class SourceFaults {
  private final PostgresOptions options;

  /** For a source. */
  public SourceFaults(PostgresOptions options) {
    this.options = options;
  }

  /** What a failure means. */
  public SourceFault classify(Throwable failure) {
    Failure all = Failure.of(failure);
    return SourceFault.known(all)
        .or(() -> withState(all).map(this::of))
        .orElseGet(() -> withoutState(all));
  }

  private static Optional<SQLException> withState(Failure failure) {
    return failure.causes().stream()
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .filter(e -> e.getSQLState() != null)
        .reduce((outer, inner) -> inner);
  }

  /** Whether the server says that it is going down (or, in doubt, that a session was ended). */
  public static boolean isServerStopping(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("57P");
  }

  private SourceFault of(SQLException e) {
    String state = e.getSQLState();
    String text = Failure.text(e);
    return switch (state) {
      case "28P01", "28000" -> fatal("SOURCE-LOGIN-REFUSED", text, CHECK_LOGIN);
      case "3D000" -> fatal("SOURCE-DATABASE-MISSING", text, "correct source.database");
      case "42501" -> fatal("SOURCE-PERMISSION", text, GRANT);
      case "42704" -> missingObject(text);
      case "42P01" -> fatal("SOURCE-TABLE-MISSING", text, "create the table or change the mapping");
      case "55000", "58P01" -> notReady(text);
      case "55006" -> passing("SLOT-ACTIVE", text, SLOT_ACTIVE);
      case "53400" -> fatal("SLOTS-EXHAUSTED", text, "raise max_replication_slots and restart");
      case "40001", "40P01", "55P03" -> passing("SOURCE-NOT-READY", text, "nothing, if it passes");
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
      "changes may be lost with it: load again, with 'lockstep run --reload'; that makes the slot"
          + " anew";

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

  private SourceFault withoutState(Failure failure) {
    String text = failure.text();
    if (text.contains("wal_level")) {
      return fatal("WAL-LEVEL", text, "set wal_level = logical and restart the server");
    }
    if (text.contains("replication slot") && text.contains("does not exist")) {
      return fatal("SLOT-MISSING", text, RELOAD);
    }
    return SourceFault.unexplained(failure, options.address());
  }

  private SourceFault fatal(String code, String what, String remedy) {
    return SourceFault.fatal(code, what, options.address(), remedy);
  }

  private SourceFault passing(String code, String what, String remedy) {
    return SourceFault.passing(code, what, options.address(), remedy);
  }
}
