package dev.lockstep.apply;

import dev.lockstep.item.ItemWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A write to be made, and the submissions that wait for it: its own and those it replaced. */
final class Job {
  private final List<Submission> riders;
  private ItemWrite write;
  private int bytes;
  private long held;
  private boolean repeated;
  private double guess;

  /**
   * @param repeated whether the source may have sent this before
   */
  Job(ItemWrite write, int bytes, boolean repeated, List<Submission> riders) {
    this.write = write;
    this.bytes = bytes;
    this.held = riders.isEmpty() ? 0 : bytes;
    this.repeated = repeated;
    this.riders = riders;
  }

  static Job of(ItemWrite write, int bytes, boolean repeated, Submission rider) {
    List<Submission> riders = new ArrayList<>(1);
    riders.add(rider);
    return new Job(write, bytes, repeated, riders);
  }

  /** A write of the applier's own, for which nobody waits. */
  static Job own(ItemWrite write) {
    return new Job(write, WriteSize.bytes(write), true, new ArrayList<>(0));
  }

  /**
   * Takes a job that came after this one into this one.
   *
   * @return false if the two cannot be one
   */
  boolean absorb(Job later) {
    Optional<ItemWrite> both = Collapse.of(write, later.write);
    if (both.isEmpty()) {
      return false;
    }
    ItemWrite collapsed = both.get();
    if (collapsed != write) {
      repeated = later.repeated;
      bytes = collapsed == later.write ? later.bytes : WriteSize.bytes(collapsed);
      write = collapsed;
    }
    held += later.held;
    riders.addAll(later.riders);
    return true;
  }

  ItemWrite write() {
    return write;
  }

  /** The size of the write, by estimate. */
  int bytes() {
    return bytes;
  }

  /** The size of all writes that this one stands for, as they were counted when they came. */
  long held() {
    return held;
  }

  /** The write units that were debited when it was sent. */
  double guess() {
    return guess;
  }

  void setGuess(double units) {
    guess = units;
  }

  boolean isRepeated() {
    return repeated;
  }

  List<Submission> riders() {
    return riders;
  }
}
