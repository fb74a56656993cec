package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowChange;
import org.jspecify.annotations.Nullable;

/** Completes what the source sent of a row with what is kept of it. */
final class KeptImages {

  private KeptImages() {}

  /** The same change with earlier state and new state known as far as the row is kept. */
  static RowChange complete(RowChange change, AppliedChange applied) {
    Row after = change.after();
    Row filled = after == null || applied.after() == null ? after : after.fillFrom(applied.after());
    return new RowChange(
        change.key(), before(change, applied), filled, change.movedFrom(), change.inserted());
  }

  private static @Nullable Row before(RowChange change, AppliedChange applied) {
    Row kept = applied.before();
    Row sent = change.before();
    // A row that came after a TRUNCATE: the item of the one before it goes with the table's items.
    boolean emptied = sent == null && change.inserted();
    if (kept == null || emptied) {
      return sent;
    }
    if (sent != null) {
      return sent.fillFrom(kept);
    }
    Row after = change.after();
    return after == null ? null : Bindings.stub(change.key(), after.schema()).fillFrom(kept);
  }
}
