package dev.lockstep.testing.faults;

import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Says what goes wrong with each request. Called by many threads. */
public interface FaultScript {

  /** What goes wrong with the next request. */
  Fault next(Request request);

  /** Nothing ever goes wrong. */
  static FaultScript none() {
    return request -> new Fault.None();
  }

  /** These faults befall the next writes, in this order; then nothing goes wrong any more. */
  static FaultScript forWrites(Fault... faults) {
    Queue<Fault> left = new ConcurrentLinkedQueue<>(List.of(faults));
    return request -> {
      Fault fault = request.isWrite() || request.isBatch() ? left.poll() : null;
      return fault == null ? new Fault.None() : fault;
    };
  }

  /**
   * Any of these faults befalls a write now and then.
   *
   * @param seed makes the same faults again, if the requests come in the same order
   * @param share of the writes that go wrong, 0 to 1
   */
  static FaultScript random(long seed, double share, List<Fault> faults) {
    Random random = new Random(seed);
    return request -> {
      synchronized (random) {
        boolean goesWrong = random.nextDouble() < share;
        Fault fault = faults.get(random.nextInt(faults.size()));
        return goesWrong && request.isWrite() ? fault : new Fault.None();
      }
    };
  }
}
