package dev.lockstep.flow;

import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.mapping.MappedSink;

/** Makes items, and can make all of them again of the rows that are kept. */
interface Rebuildable extends Materialiser {

  /** The kept rows become what they were after a version, if they are beyond it. */
  void goBackTo(Version version);

  /** Builds all items that are made of several rows. */
  void build(Transaction cause, MappedSink sink) throws InterruptedException;
}
