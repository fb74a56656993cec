package dev.lockstep.draft;

import dev.lockstep.change.TableId;
import dev.lockstep.source.Spread;
import java.util.List;

/** Says how the rows of a table spread over the values of some of its columns. */
@FunctionalInterface
public interface Spreads {
  /** The spread; {@link Spread#UNKNOWN} if nothing is known. */
  Spread of(TableId table, List<String> columns);
}
