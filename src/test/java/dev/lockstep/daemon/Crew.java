package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.cutover.Cutover;
import dev.lockstep.cutover.CutoverStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two daemons of one pipeline, one at work and one standing by; who dies is replaced. */
final class Crew implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Operator operator;
  private final List<Operator.Daemon> daemons = new ArrayList<>();
  private int hired;

  Crew(Operator operator) throws IOException {
    this.operator = operator;
    relieve();
  }

  /** Keeps two alive. */
  private synchronized void relieve() throws IOException {
    daemons.removeIf(daemon -> !daemon.process().isAlive());
    while (daemons.size() < 2) {
      hired++;
      daemons.add(operator.start("crew-" + hired));
    }
  }

  /** How many were started so far. */
  synchronized int hired() {
    return hired;
  }

  /** The one that holds the lease, as soon as it is in a phase. */
  Operator.Daemon awaitOwner(Phase phase) {
    await("an owner")
        .atMost(LIMIT)
        .pollInterval(POLL)
        .until(
            () -> {
              relieve();
              return owner().isPresent();
            });
    Operator.Daemon owner = owner().orElseThrow();
    owner.awaitPhase(phase);
    return owner;
  }

  /** The one that holds the lease, as soon as a cutover could begin. */
  Operator.Daemon awaitReady() {
    Operator.Daemon owner = awaitOwner(Phase.STREAMING);
    await("ready for a cutover")
        .atMost(LIMIT)
        .pollInterval(POLL)
        .untilAsserted(
            () ->
                assertThat(DaemonProcess.post(owner.port(), "/cutover", "{\"dryRun\": true}"))
                    .containsPattern("\"ready\" ?: ?true"));
    return owner;
  }

  private synchronized Optional<Operator.Daemon> owner() {
    Optional<Long> process = operator.owner();
    return daemons.stream()
        .filter(daemon -> process.filter(id -> id == daemon.process().pid()).isPresent())
        .findFirst();
  }

  /** The pipeline's journal, as the owner shows it. */
  String journal() {
    return DaemonProcess.get(awaitOwner(Phase.STREAMING).port(), "/journal");
  }

  /** Replaces whoever dies until the cutover is in a state where nobody works on it. */
  Cutover seeThrough(CutoverStatus status) {
    await("the cutover is " + status)
        .atMost(LIMIT)
        .pollInterval(POLL)
        .until(
            () -> {
              relieve();
              return operator.cutover().filter(now -> !now.status().isUnderWay()).isPresent();
            });
    Cutover cutover = operator.cutover().orElseThrow();
    assertThat(cutover.status()).as("%s", cutover).isEqualTo(status);
    return cutover;
  }

  @Override
  public synchronized void close() {
    daemons.forEach(Operator.Daemon::close);
  }
}
