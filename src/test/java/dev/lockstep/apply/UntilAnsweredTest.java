package dev.lockstep.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who asks again, and who does not. */
class UntilAnsweredTest {
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final UntilAnswered FOR_EVER = UntilAnswered.of(Duration.ZERO, PAUSE);

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void an_outage_is_waited_out() throws Exception {
    String answer =
        FOR_EVER.answerTo(
            () -> {
              if (attempts.incrementAndGet() < 5) {
                throw Outages.unreachable();
              }
              return "here";
            });

    assertThat(answer).isEqualTo("here");
    assertThat(attempts).hasValue(5);
  }

  @Test
  void a_refusal_is_an_answer() {
    assertThatThrownBy(() -> FOR_EVER.carryOut(() -> fail("TARGET-ACCESS-DENIED")))
        .hasMessageContaining("TARGET-ACCESS-DENIED");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void after_the_limit_the_outage_is_the_answer() {
    UntilAnswered limited = UntilAnswered.of(Duration.ofMillis(20), PAUSE);

    assertThatThrownBy(() -> limited.carryOut(() -> fail("TARGET-UNREACHABLE")))
        .hasMessageContaining("TARGET-UNREACHABLE");
    assertThat(attempts).hasValueGreaterThan(1);
  }

  @Test
  void who_asks_at_once_asks_once() {
    assertThatThrownBy(() -> UntilAnswered.atOnce().carryOut(() -> fail("TARGET-UNREACHABLE")))
        .hasMessageContaining("TARGET-UNREACHABLE");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void who_stops_does_not_wait() {
    assertThatThrownBy(
            () ->
                FOR_EVER.carryOut(
                    () -> {
                      Thread.currentThread().interrupt();
                      fail("TARGET-UNREACHABLE");
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(attempts).hasValue(1);
  }

  private void fail(String code) {
    attempts.incrementAndGet();
    throw new LockstepException(Problem.error(Category.TARGET, code, "no", null, "wait"));
  }
}
