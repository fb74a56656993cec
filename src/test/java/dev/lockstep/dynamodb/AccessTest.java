package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

final class AccessTest {
  private final HandClock clock = new HandClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private final Access access =
      new Access(
          () -> AwsBasicCredentials.create("key-" + asked.incrementAndGet(), "secret"), clock);

  @Test
  void asks_for_credentials_once_a_second() {
    assertThat(access.credentials().accessKeyId()).isEqualTo("key-1");
    assertThat(access.credentials().accessKeyId()).isEqualTo("key-1");
    clock.forward(Duration.ofSeconds(1));
    assertThat(access.credentials().accessKeyId()).isEqualTo("key-2");
  }

  @Test
  void expired_credentials_are_asked_for_again_at_once_and_for_two_minutes() {
    access.credentials();

    assertThat(access.mayRenew()).isTrue();
    assertThat(access.credentials().accessKeyId()).isEqualTo("key-2");
    clock.forward(Duration.ofSeconds(119));
    assertThat(access.mayRenew()).isTrue();
    clock.forward(Duration.ofSeconds(1));
    assertThat(access.mayRenew()).isFalse();
  }

  @Test
  void the_grace_begins_anew_once_credentials_were_accepted() {
    access.mayRenew();
    clock.forward(Duration.ofMinutes(3));
    access.accepted();

    assertThat(access.mayRenew()).isTrue();
  }

  @Test
  void a_wrong_clock_is_set_by_dynamodbs_once() {
    String theirs = "Sun, 01 Mar 2026 12:10:00 GMT";

    assertThat(access.correct(theirs)).isTrue();
    assertThat(access.now()).isEqualTo(Instant.parse("2026-03-01T12:10:00Z"));
    assertThat(access.correct(theirs)).isFalse();
  }

  @Test
  void a_right_clock_or_a_date_that_is_none_make_no_difference() {
    assertThat(access.correct("Sun, 01 Mar 2026 12:00:20 GMT")).isFalse();
    assertThat(access.correct("soon")).isFalse();
    assertThat(access.correct(null)).isFalse();
  }

  /** A clock that stands still until it is put forward. */
  private static final class HandClock extends Clock {
    private Instant now;

    HandClock(Instant start) {
      now = start;
    }

    void forward(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
