package dev.lockstep.apply;

/** Counts what the applier holds against its limits. */
final class Intake {
  private final ApplyOptions.Limits limits;
  private int writes;
  private long bytes;
  private int graves;

  Intake(ApplyOptions.Limits limits) {
    this.limits = limits;
  }

  boolean hasRoom(int size) {
    return writes < limits.maxWrites()
        && (writes == 0 || bytes + size <= limits.maxBytes())
        && graves < limits.maxTombstones();
  }

  /** Whether it is worth waking who waits for room: not for each single write. */
  boolean isRoomy() {
    return writes <= sevenEighths(limits.maxWrites())
        && bytes <= sevenEighths(limits.maxBytes())
        && graves <= sevenEighths(limits.maxTombstones());
  }

  private static long sevenEighths(long limit) {
    return limit - (limit + 7) / 8;
  }

  void take(int size) {
    writes++;
    bytes += size;
  }

  void release(Job job) {
    writes -= job.riders().size();
    bytes -= job.held();
  }

  void interred() {
    graves++;
  }

  void exhumed() {
    graves--;
  }

  int writes() {
    return writes;
  }

  long bytes() {
    return bytes;
  }

  int graves() {
    return graves;
  }
}
