package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceFault;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The decisions of the supervisor, without an engine. */
class SupervisionTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long SECOND = 1_000_000_000L;

  private boolean streaming = true;
  private boolean delivering;
  private long delivered;
  private long out = 100;

  private final SilenceWatch watch = new SilenceWatch(LIMIT);
  private final Database.EngineView engine =
      new Database.EngineView() {
        @Override
        public boolean isStreaming() {
          return streaming;
        }

        @Override
        public boolean isDelivering() {
          return delivering;
        }

        @Override
        public long deliveries() {
          return delivered;
        }

        @Override
        public long lastPosition() {
          return out;
        }
      };

  @Test
  void anEngineThatKeepsBackWhatTheServerSentIsSilent() {
    watch.sent(200);
    watchFor(59, true, 300);
    assertThat(watch.isSilent()).isFalse();
    watch.observe(true, 300, engine, 61 * SECOND);
    assertThat(watch.isSilent()).isTrue();
  }

  @Test
  void anEngineThatIsAlwaysOneMessageBehindIsNotSilent() {
    for (long second = 0; second < 300; second++) {
      watch.sent(200 + second);
      watch.observe(true, 200 + second, engine, second * SECOND);
      assertThat(watch.isSilent()).isFalse();
      out = 200 + second;
    }
  }

  @Test
  void anEngineWhoseServerIsStillDecodingIsNotSilent() {
    watch.sent(200);
    watchFor(300, true, 150);
    assertThat(watch.isSilent()).isFalse();
  }

  @Test
  void anEngineThatWaitsForTheFullPipelineIsNotSilent() {
    delivering = true;
    watch.sent(200);
    watchFor(300, true, 300);
    assertThat(watch.isSilent()).isFalse();
  }

  @Test
  void anEngineThatIsFarBehindButComesNearerIsNotSilent() {
    watch.sent(200);
    for (long second = 0; second < 300; second++) {
      delivered++;
      watch.observe(true, 300, engine, second * SECOND);
      assertThat(watch.isSilent()).isFalse();
    }
  }

  @Test
  void anEngineThatLoadsIsNotSilent() {
    streaming = false;
    watch.sent(200);
    watchFor(300, false, 0);
    assertThat(watch.isSilent()).isFalse();
  }

  @Test
  void anEngineWhoseSlotNobodyReadsIsSilent() {
    watchFor(61, false, 0);
    assertThat(watch.isSilent()).isTrue();
  }

  private void watchFor(int seconds, boolean read, long server) {
    IntStream.rangeClosed(0, seconds)
        .forEach(second -> watch.observe(read, server, engine, second * SECOND));
  }

  @Test
  void anUnreachableServerIsTriedForEver() {
    FaultPolicy policy = policy();
    for (int i = 0; i < 1_000; i++) {
      assertThat(policy.mayRetry(fault("SOURCE-UNREACHABLE", true))).isTrue();
      assertThat(policy.nextWait()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void whatFailsAgainAndAgainWithoutProgressIsGivenUp() {
    FaultPolicy policy = policy();
    int tries = 0;
    while (policy.mayRetry(fault("SOURCE-ENGINE-FAILED", true))) {
      policy.nextWait();
      tries++;
    }
    assertThat(tries).isEqualTo(8);
    policy.succeeded();
    assertThat(policy.mayRetry(fault("SOURCE-ENGINE-FAILED", true))).isTrue();
  }

  @Test
  void whatDoesNotPassIsNotTriedAgain() {
    assertThat(policy().mayRetry(fault("SLOT-LOST", false))).isFalse();
  }

  @Test
  void waitsGrowButStayUnderTheirLimit() {
    BackOff backOff = new BackOff(Duration.ofSeconds(30), new Random(1));
    assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 200; i++) {
      Duration wait = backOff.next();
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    assertThat(longest).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }

  private static FaultPolicy policy() {
    return new FaultPolicy(new BackOff(Duration.ofSeconds(30), new Random(1)));
  }

  private static SourceFault fault(String code, boolean passing) {
    return new SourceFault(Problem.error(Category.SOURCE, code, "w", null, "r"), passing);
  }
}
