package dev.lockstep.source;

/**
 * How the rows of a table spread over the values of some of its columns: how many children a parent
 * has. Rows with a NULL there do not count.
 *
 * @param rows rows that were counted, or are estimated
 * @param values different values among them
 * @param greatest the most rows that share a value
 * @param exact whether all rows were counted
 */
public record Spread(long rows, long values, long greatest, boolean exact) {
  /** Nothing is known. */
  public static final Spread UNKNOWN = new Spread(0, 0, 0, false);

  /** Whether there were rows to tell anything from. */
  public boolean isKnown() {
    return rows > 0 && values > 0;
  }

  /** Rows per value, on average; 0 if nothing is known. */
  public double average() {
    return isKnown() ? (double) rows / values : 0;
  }
}
