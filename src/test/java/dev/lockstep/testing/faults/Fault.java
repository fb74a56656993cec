package dev.lockstep.testing.faults;

import java.util.List;

/** What goes wrong with one request. */
public sealed interface Fault {

  /** Nothing. */
  record None() implements Fault {}

  /** It is carried out, and the connection breaks before the answer. */
  record LoseReply() implements Fault {}

  /** The connection breaks before it is carried out. */
  record LoseRequest() implements Fault {}

  /**
   * The connection breaks; the request is carried out late: right after the next write to the same
   * item.
   */
  record ArriveLate() implements Fault {}

  /** It is carried out twice, the second time after the next write to the same item. */
  record ArriveTwice() implements Fault {}

  /** It is not answered, nor carried out, until {@link FaultProxy#resume}. */
  record Stall() implements Fault {}

  /** It is answered with an error of the service and not carried out. */
  record FailBefore(int status, String code, String message) implements Fault {}

  /** It is not carried out, and answered with something else. */
  record AnswerInstead(int status, String body) implements Fault {}

  /** It is carried out and answered with an error of the service. */
  record FailAfter(int status, String code) implements Fault {}

  /**
   * It is throttled.
   *
   * @param code {@code ThrottlingException}, {@code ProvisionedThroughputExceededException} or
   *     {@code RequestLimitExceeded}: they spell the reasons' name in different ways
   * @param reasons DynamoDB's reasons, for example {@code TableWriteKeyRangeThroughputExceeded}
   * @param resource the ARN of the table or the index
   */
  record Throttle(String code, List<String> reasons, String resource) implements Fault {}

  /** Of a batch only the first few items are written; the answer names the rest. */
  record WritePartOfBatch(int written) implements Fault {}

  /** It is carried out, and the answer's checksum does not fit its body. */
  record DamageReply() implements Fault {}
}
