package dev.lockstep.dynamodb;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Who asks and what time it is, both of which can go wrong and mend: credentials expire until the
 * chain brings fresh ones, clocks drift until DynamoDB tells its own time. Thread-safe.
 */
final class Access {
  /** How long credentials are used before the chain is asked again; the chain caches its own. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** How long expired credentials may take to be replaced. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /** A clock that is this far off is what made DynamoDB refuse, not chance. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final AwsCredentialsProvider provider;
  private final Clock clock;
  private volatile @Nullable Held held;
  private volatile Duration offset = Duration.ZERO;
  private volatile @Nullable Instant expiredSince;

  Access(AwsCredentialsProvider provider, Clock clock) {
    this.provider = provider;
    this.clock = clock;
  }

  private record Held(AwsCredentialsIdentity credentials, Instant until) {}

  /** The time by DynamoDB's clock, as far as it is known. */
  Instant now() {
    return clock.instant().plus(offset);
  }

  /**
   * @throws software.amazon.awssdk.core.exception.SdkClientException if there are none
   */
  AwsCredentialsIdentity credentials() {
    Instant now = clock.instant();
    Held last = held;
    if (last == null || !now.isBefore(last.until())) {
      last = new Held(provider.resolveCredentials(), now.plus(ASK_AGAIN));
      held = last;
    }
    return last.credentials();
  }

  /** Tells that DynamoDB accepted who asked. */
  void accepted() {
    if (expiredSince != null) {
      expiredSince = null;
    }
  }

  /** Whether an attempt with the next credentials may succeed where these have expired. */
  boolean mayRenew() {
    held = null;
    Instant since = expiredSince;
    if (since == null) {
      since = clock.instant();
      expiredSince = since;
    }
    return clock.instant().isBefore(since.plus(GRACE));
  }

  /**
   * Sets the clock by DynamoDB's.
   *
   * @param date a {@code Date} header
   * @return whether that makes a difference, so that another attempt may succeed
   */
  boolean correct(@Nullable String date) {
    if (date == null) {
      return false;
    }
    try {
      Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wrong = Duration.between(now(), theirs);
      offset = Duration.between(clock.instant(), theirs);
      return wrong.abs().compareTo(SKEW) > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
