package dev.lockstep.dynamodb;

import dev.lockstep.item.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of DynamoDB that is no success.
 *
 * @param status the HTTP status
 * @param code the error code without its name space, for example {@code ThrottlingException}; empty
 *     if the answer has none
 * @param message DynamoDB's own words; may be empty
 * @param reasons why it throttled; empty for other errors and for old endpoints
 * @param item the item that stood in the way of a failed condition, bookkeeping included; absent if
 *     there is none
 */
record ServiceError(
    int status,
    String code,
    String message,
    List<Reason> reasons,
    @Nullable Map<String, Value> item) {

  /**
   * One reason of a throttle.
   *
   * @param reason for example {@code TableWriteKeyRangeThroughputExceeded}
   * @param resource the ARN of the table or index
   */
  record Reason(String reason, String resource) {}

  /** An error that is neither a throttle nor a failed condition. */
  static ServiceError of(int status, String code, String message) {
    return new ServiceError(status, code, message, List.of(), null);
  }
}
