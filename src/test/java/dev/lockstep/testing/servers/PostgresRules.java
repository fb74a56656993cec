package dev.lockstep.testing.servers;

/** Who may come into a PostgreSQL server, and how: {@code pg_hba.conf}, wherever it is. */
public final class PostgresRules {
  private PostgresRules() {}

  /** A statement of the superuser's that puts a rule before all others; to be read by a reload. */
  public static String before(String rule) {
    // The server runs its programs in its data directory.
    return "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null && sed -i \"1i " + rule + "\" pg_hba.conf'";
  }
}
