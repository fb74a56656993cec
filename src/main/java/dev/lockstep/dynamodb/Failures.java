package dev.lockstep.dynamodb;

import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemSize;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What DynamoDB's errors mean for a write. Knows no time and no connection: a refused connection, a
 * time-out or a reset never get here, for nobody answered.
 */
final class Failures {
  private static final String CONDITION_FAILED = "ConditionalCheckFailedException";

  /**
   * What DynamoDB Local says, when it is overloaded, of a request that is right: it finds no target
   * in its headers. Nothing was done then.
   */
  private static final String MISREAD = "InvalidAction";

  private static final Set<String> TRY_AGAIN =
      Set.of(
          "TransactionConflictException",
          "TransactionInProgressException",
          "ReplicatedWriteConflictException",
          "ResourceInUseException",
          "TableInUseException",
          MISREAD);

  /** What {@code x-amzn-ErrorType} and HTTP leave for the answer that may or may not have acted. */
  private static final int SERVER_ERROR = 500;

  private static final int REQUEST_TIMEOUT = 408;

  private Failures() {}

  /**
   * The outcome of a write that DynamoDB answered with an error. Expired credentials and a wrong
   * clock are {@link WriteOutcome.Unusable} here; who can mend them asks {@link #isExpired} and
   * {@link #isClockSkew} first.
   */
  static WriteOutcome outcome(ServiceError error, ItemKey key) {
    if (error.code().equals(CONDITION_FAILED)) {
      return superseded(error.item());
    } else if (Throttles.isThrottle(error)) {
      return Throttles.throttled(error, key.table());
    } else if (TRY_AGAIN.contains(error.code())) {
      return new WriteOutcome.Refused(error.code());
    } else if (error.status() >= SERVER_ERROR || error.status() == REQUEST_TIMEOUT) {
      return new WriteOutcome.InDoubt(error.status() + " " + error.code());
    }
    return TargetProblems.ofTarget(error, key.table())
        .<WriteOutcome>map(WriteOutcome.Unusable::new)
        .orElseGet(() -> new WriteOutcome.Rejected(TargetProblems.ofItem(error, key)));
  }

  private static WriteOutcome superseded(@Nullable Map<String, Value> stored) {
    if (stored == null) {
      return new WriteOutcome.Superseded(null, 1);
    }
    return new WriteOutcome.Superseded(version(stored), ItemSize.writeUnits(ItemSize.of(stored)));
  }

  /** The number in {@code _v}, or null. */
  static @Nullable String version(Map<String, Value> stored) {
    Value version = stored.get(Bookkeeping.VERSION);
    return version instanceof Value.Num number ? number.digits() : null;
  }

  /** Whether a request was right, was not understood, and can simply be made again. */
  static boolean isMisread(ServiceError error) {
    return error.code().equals(MISREAD);
  }

  /** Whether fresh credentials would help. */
  static boolean isExpired(ServiceError error) {
    return error.code().startsWith("ExpiredToken");
  }

  /** Whether the request was dated by a clock too far from DynamoDB's. */
  static boolean isClockSkew(ServiceError error) {
    return switch (error.code()) {
      case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture" -> true;
      case "InvalidSignatureException", "SignatureDoesNotMatch" ->
          error.message().startsWith("Signature expired")
              || error.message().startsWith("Signature not yet current");
      default -> false;
    };
  }
}
