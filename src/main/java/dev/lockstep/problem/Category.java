package dev.lockstep.problem;

/** Whose problem it is; decides the exit code of a command. */
public enum Category {
  /** The command line, the configuration or the mapping. */
  CONFIGURATION(2),
  /** The source database: reach, rights, settings, log. */
  SOURCE(3),
  /** DynamoDB: reach, rights, tables, capacity. */
  TARGET(4),
  /** A row that the mapping cannot turn into an item that DynamoDB takes. */
  DATA(1),
  /** A broken invariant of Lockstep itself. */
  INTERNAL(5);

  private final int exitCode;

  Category(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of a command that ends with a problem of this category. */
  public int exitCode() {
    return exitCode;
  }
}
