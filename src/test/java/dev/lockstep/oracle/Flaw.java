package dev.lockstep.oracle;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.mapping.KeptChanges;

/** What is wrong with a pipeline, on purpose. */
interface Flaw {
  /** Nothing. */
  Flaw NONE = new Flaw() {};

  /** How the pipeline reads the mapping. */
  default String mapping(String yaml) {
    return yaml;
  }

  /** What becomes of the net transaction before it is stored and mapped. */
  default NetTransaction net(NetTransaction net) {
    return net;
  }

  /** What the mapper gets to see. */
  default KeptChanges kept(KeptChanges kept) {
    return kept;
  }

  /** Whether a write is lost. */
  default boolean loses(ItemWrite write) {
    return false;
  }

  /** Whether what the source does not log is carried out. */
  default boolean carriesOut() {
    return true;
  }

  /** Whether the row store goes back when transactions come again. */
  default boolean goesBack() {
    return true;
  }
}
