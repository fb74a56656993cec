package dev.lockstep.metrics;

import java.util.Locale;

/** The operations that changes are counted by. */
public enum ChangeOp {
  /** A row that the snapshot read. */
  READ,
  /** A new row. */
  INSERT,
  /** A changed row. */
  UPDATE,
  /** A removed row. */
  DELETE,
  /** An emptied table. */
  TRUNCATE;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
