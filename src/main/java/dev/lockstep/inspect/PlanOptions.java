package dev.lockstep.inspect;

import java.time.Duration;

/**
 * How closely {@code plan} looks at the source.
 *
 * @param sampleRows how many rows of each root are made items of; 0 for none
 * @param statementTimeout the longest that one statement may take on the source
 * @param watch how long to count the source's changes; zero for its average alone
 */
public record PlanOptions(int sampleRows, Duration statementTimeout, Duration watch) {
  /** What {@code plan} does unless told otherwise. */
  public static final PlanOptions DEFAULT =
      new PlanOptions(500, Duration.ofSeconds(5), Duration.ofSeconds(5));

  /** The plan alone: no row is read, nothing is watched. */
  public static final PlanOptions NO_SAMPLE =
      new PlanOptions(0, Duration.ofSeconds(5), Duration.ZERO);
}
