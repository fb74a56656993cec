package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A random moment in the life of a daemon that is to be killed. Most lives last until it has the
 * lease, which is seconds after a kill, and then for a random while: a life that ends earlier says
 * little, and one that is only timed ends earlier on a busy machine.
 */
enum RandomMoment {
  /** From before the lease on: wherever the start-up is. */
  AFTER_THE_START("", 3_500),
  /** In the load, if there is one, or as soon as it streams. */
  AT_WORK("\"(loading|streaming)\"", 1_500),
  STREAMING("\"streaming\"", 1_500);

  private static final List<RandomMoment> LIVES =
      List.of(AT_WORK, STREAMING, AFTER_THE_START, STREAMING, AT_WORK, STREAMING, AFTER_THE_START);

  /** Enough for each kind of moment more than once. */
  static final int KILLS = LIVES.size();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String phase;
  private final int mostMillis;

  RandomMoment(String phase, int mostMillis) {
    this.phase = phase;
    this.mostMillis = mostMillis;
  }

  /** The kind of moment at which a life ends. */
  static RandomMoment of(int life) {
    return LIVES.get(life % LIVES.size());
  }

  /** Waits for the moment, and a while; the daemon must live until then. */
  void await(World world, DaemonProcess daemon, Random random, Runnable whenItComes) {
    Duration more = Duration.ofMillis(random.nextInt(mostMillis));
    Awaitility.await(name())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> !daemon.isAlive() || isReached(world));
    whenItComes.run();
    Awaitility.await().pollDelay(more).atMost(PATIENCE).until(() -> true);
    assertThat(daemon.isAlive()).as("alive until killed:\n%s", daemon.printed()).isTrue();
  }

  private boolean isReached(World world) {
    String status = DaemonProcess.get(world.adminPort(), "/status");
    return Pattern.compile(phase).matcher(status).find();
  }
}
