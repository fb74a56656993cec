package dev.lockstep.mapping;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import dev.lockstep.change.RowKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the rows of a net transaction were before it. Indexed with the first question, since
 * few transactions raise any.
 */
final class Origins {
  private final NetTransaction net;
  private @Nullable Map<RowKey, Row> before;

  Origins(NetTransaction net) {
    this.net = net;
  }

  /**
   * What was sent of the earlier state of the row that a change leaves behind, wherever it stood;
   * null if nothing was.
   */
  @Nullable Row of(RowChange change) {
    return change.movedFrom() == null ? change.before() : befores().get(change.movedFrom());
  }

  private Map<RowKey, Row> befores() {
    Map<RowKey, Row> found = before;
    if (found == null) {
      found = new HashMap<>();
      for (RowChange change : net.rows()) {
        if (change.before() != null) {
          found.put(change.key(), change.before());
        }
      }
      before = found;
    }
    return found;
  }
}
