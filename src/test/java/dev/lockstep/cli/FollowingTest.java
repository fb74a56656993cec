package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.admin.AdminClient;
import dev.lockstep.admin.AdminServer;
import dev.lockstep.daemon.Phase;
import dev.lockstep.daemon.PipelineStatus;
import dev.lockstep.daemon.SettablePipeline;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A command that waits for something goes on through a daemon that does not answer. */
class FollowingTest {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final StringWriter err = new StringWriter();
  private final Terminal terminal =
      new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), false, false);
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void theNextDaemonAtTheSameAddressAnswers() throws Exception {
    SettablePipeline pipeline = new SettablePipeline(SettablePipeline.inPhase(Phase.PAUSED));
    AdminServer first = AdminServer.start("127.0.0.1", 0, null, pipeline, new Metrics());
    URI address = first.address();
    AdminClient client = new AdminClient(address, null);
    first.close();
    AdminServer[] next = new AdminServer[1];
    PipelineStatus status =
        following(Duration.ofMinutes(1))
            .ask(
                () -> {
                  if (asked.incrementAndGet() == 3) {
                    next[0] =
                        AdminServer.start(
                            "127.0.0.1", address.getPort(), null, pipeline, new Metrics());
                  }
                  return client.status();
                });
    next[0].close();

    assertThat(status.phase()).isEqualTo(Phase.PAUSED);
    assertThat(asked).hasValue(3);
    assertThat(err.toString()).containsOnlyOnce("No daemon answers");
  }

  @Test
  void thatNobodyAnswersIsSaidAfterAWhile() {
    assertThatThrownBy(() -> following(Duration.ofMillis(50)).ask(() -> fail("DAEMON-NOT-RUNNING")))
        .hasMessageContaining("DAEMON-NOT-RUNNING");
    assertThat(asked).hasValueGreaterThan(1);
  }

  @Test
  void aRefusalIsAnAnswer() {
    assertThatThrownBy(
            () -> following(Duration.ofMinutes(1)).ask(() -> fail("ADMIN-TOKEN-REFUSED")))
        .hasMessageContaining("ADMIN-TOKEN-REFUSED");
    assertThat(asked).hasValue(1);
    assertThat(err.toString()).isEmpty();
  }

  private String fail(String code) {
    asked.incrementAndGet();
    throw new LockstepException(
        Problem.error(Category.CONFIGURATION, code, "no", null, "Start one."));
  }

  private Following following(Duration patience) {
    return new Following(terminal, patience, PAUSE);
  }
}
