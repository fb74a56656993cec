package dev.lockstep.flow;

import dev.lockstep.simulation.World;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A thread of a simulated world: what it is given it does later, unless it is ended before. */
final class SimulatedThread extends AbstractExecutorService {
  private static final long MILLI = 1_000_000L;

  private final World world;
  private final RandomGenerator random;
  private final boolean ordered;
  private long last;
  private boolean ended;

  /**
   * @param ordered whether it does one thing after the other
   */
  SimulatedThread(World world, RandomGenerator random, boolean ordered) {
    this.world = world;
    this.random = random;
    this.ordered = ordered;
  }

  @Override
  public void execute(Runnable command) {
    long pause = random.nextLong(random.nextInt(8) == 0 ? 2_000 * MILLI : 10 * MILLI);
    long time = world.nanos() + pause;
    last = ordered ? Math.max(last, time) : time;
    world.at(
        last,
        () -> {
          if (!ended) {
            command.run();
          }
        });
  }

  @Override
  public void shutdown() {
    ended = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    ended = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return ended;
  }

  @Override
  public boolean isTerminated() {
    return ended;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return ended;
  }
}
