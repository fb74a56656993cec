package dev.lockstep.dynamodb;

import dev.lockstep.dynamodb.ServiceError.Reason;
import dev.lockstep.item.WriteOutcome.Scope;
import dev.lockstep.item.WriteOutcome.Throttled;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * What a throttle reaches, from its reasons (Amazon DynamoDB Developer Guide, "Diagnosing
 * throttling": resource, operation and limit in one word, for example {@code
 * IndexWriteProvisionedThroughputExceeded}).
 */
final class Throttles {
  private static final Set<String> CODES =
      Set.of(
          "ProvisionedThroughputExceededException",
          "ThrottlingException",
          "RequestLimitExceeded",
          "Throttling",
          "ThrottledException",
          "RequestThrottled",
          "RequestThrottledException",
          "TooManyRequestsException",
          "LimitExceededException",
          "BandwidthLimitExceeded",
          "SlowDown");
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String TABLE = ":table/";
  private static final String INDEX = "/index/";

  private Throttles() {}

  static boolean isThrottle(ServiceError error) {
    return CODES.contains(error.code()) || error.status() == TOO_MANY_REQUESTS;
  }

  /** The outcome for a throttled write to a table; the widest of several reasons counts. */
  static Throttled throttled(ServiceError error, String table) {
    Optional<Reason> widest =
        error.reasons().stream().min(Comparator.comparing(reason -> scope(reason.reason())));
    return widest
        .map(reason -> throttled(reason, table))
        .orElseGet(() -> new Throttled(guess(error.message()), table, error.code()));
  }

  private static Throttled throttled(Reason reason, String table) {
    return new Throttled(
        scope(reason.reason()), resource(reason.resource(), table), reason.reason());
  }

  private static Scope scope(String reason) {
    if (reason.contains("KeyRange")) {
      return Scope.KEY_RANGE;
    }
    return reason.startsWith("Index") ? Scope.INDEX : Scope.TABLE;
  }

  // Endpoints without reasons name an index only in prose.
  private static Scope guess(String message) {
    return message.contains("secondary index") ? Scope.INDEX : Scope.TABLE;
  }

  /** From {@code arn:aws:dynamodb:r:1:table/orders/index/by-day} to {@code orders/by-day}. */
  private static String resource(String arn, String table) {
    int at = arn.indexOf(TABLE);
    return at < 0 ? table : arn.substring(at + TABLE.length()).replace(INDEX, "/");
  }
}
