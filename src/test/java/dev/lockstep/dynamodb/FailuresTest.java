package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.dynamodb.ServiceError.Reason;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.item.WriteOutcome.InDoubt;
import dev.lockstep.item.WriteOutcome.Refused;
import dev.lockstep.item.WriteOutcome.Rejected;
import dev.lockstep.item.WriteOutcome.Scope;
import dev.lockstep.item.WriteOutcome.Superseded;
import dev.lockstep.item.WriteOutcome.Throttled;
import dev.lockstep.item.WriteOutcome.Unusable;
import dev.lockstep.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FailuresTest {
  private static final ItemKey KEY =
      new ItemKey("orders", new Value.Text("CUSTOMER#1"), new Value.Text("ORDER#7"));
  private static final String TABLE_ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";

  @Test
  void a_failed_condition_tells_the_version_that_stands_and_what_it_cost() {
    Map<String, Value> stored =
        Map.of("_v", new Value.Num("42"), "text", new Value.Text("x".repeat(3000)));
    ServiceError error =
        new ServiceError(400, "ConditionalCheckFailedException", "", List.of(), stored);

    assertThat(Failures.outcome(error, KEY)).isEqualTo(new Superseded("42", 3));
  }

  @Test
  void a_failed_condition_without_an_item_or_a_version_tells_none() {
    ServiceError bare = ServiceError.of(400, "ConditionalCheckFailedException", "");
    ServiceError strange =
        new ServiceError(
            400,
            "ConditionalCheckFailedException",
            "",
            List.of(),
            Map.of("_v", new Value.Text("tuesday")));

    assertThat(Failures.outcome(bare, KEY)).isEqualTo(new Superseded(null, 1));
    assertThat(Failures.outcome(strange, KEY)).isEqualTo(new Superseded(null, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "TableWriteProvisionedThroughputExceeded, TABLE",
    "TableWriteAccountLimitExceeded, TABLE",
    "TableWriteMaxOnDemandThroughputExceeded, TABLE",
    "TableWriteKeyRangeThroughputExceeded, KEY_RANGE",
    "IndexWriteProvisionedThroughputExceeded, INDEX",
    "IndexWriteAccountLimitExceeded, INDEX",
    "IndexWriteMaxOnDemandThroughputExceeded, INDEX",
    "IndexWriteKeyRangeThroughputExceeded, KEY_RANGE",
  })
  void a_throttle_reaches_as_far_as_its_reason_says(String reason, Scope scope) {
    boolean index = reason.startsWith("Index");
    ServiceError error =
        throttle(new Reason(reason, index ? TABLE_ARN + "/index/by-day" : TABLE_ARN));

    assertThat(Failures.outcome(error, KEY))
        .isEqualTo(new Throttled(scope, index ? "orders/by-day" : "orders", reason));
  }

  @Test
  void of_several_reasons_the_widest_counts() {
    Reason range = new Reason("TableWriteKeyRangeThroughputExceeded", TABLE_ARN);
    Reason index =
        new Reason("IndexWriteProvisionedThroughputExceeded", TABLE_ARN + "/index/by-day");

    assertThat(Failures.outcome(throttle(range, index), KEY))
        .isEqualTo(new Throttled(Scope.INDEX, "orders/by-day", index.reason()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "Throttling",
        "TooManyRequestsException"
      })
  void a_throttle_without_reasons_reaches_the_table(String code) {
    assertThat(Failures.outcome(ServiceError.of(400, code, ""), KEY))
        .isEqualTo(new Throttled(Scope.TABLE, "orders", code));
  }

  @Test
  void a_throttle_that_blames_an_index_in_words_reaches_the_index() {
    ServiceError error =
        ServiceError.of(
            400,
            "ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for one or more global secondary"
                + " indexes of the table was exceeded.");

    assertThat(((Throttled) Failures.outcome(error, KEY)).scope()).isEqualTo(Scope.INDEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TransactionConflictException",
        "TransactionInProgressException",
        "ReplicatedWriteConflictException",
        "ResourceInUseException",
        "InvalidAction"
      })
  void a_conflict_is_refused_and_worth_another_attempt(String code) {
    assertThat(Failures.outcome(ServiceError.of(400, code, ""), KEY)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalServerError",
    "500, InternalFailure",
    "503, ServiceUnavailable",
    "503, ''",
    "502, ''",
    "504, ''",
    "408, RequestTimeout"
  })
  void an_error_of_the_server_leaves_the_write_in_doubt(int status, String code) {
    assertThat(Failures.outcome(ServiceError.of(status, code, ""), KEY))
        .isInstanceOf(InDoubt.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ResourceNotFoundException | Requested resource not found | TABLE-MISSING",
        "AccessDeniedException | not authorized to perform dynamodb:PutItem | TARGET-ACCESS-DENIED",
        "AccessDeniedException | The KMS key is not accessible | TARGET-KMS",
        "KMSDisabledException | disabled | TARGET-KMS",
        "UnrecognizedClientException | The security token is invalid | TARGET-CREDENTIALS",
        "MissingAuthenticationTokenException | | TARGET-CREDENTIALS",
        "InvalidSignatureException | The signature we calculated | TARGET-CREDENTIALS",
        "InvalidSignatureException | Credential should be scoped to a valid region | TARGET-REGION",
        "ExpiredTokenException | The security token is expired | TARGET-CREDENTIALS-EXPIRED",
        "RequestExpired | | TARGET-CLOCK",
        "UnknownOperationException | | TARGET-NOT-DYNAMODB",
        "ValidationException | The provided key element does not match the schema"
            + " | TABLE-KEY-DIFFERS",
        "ValidationException | Missing the key pk in the item | TABLE-KEY-DIFFERS",
      })
  void what_only_an_operator_can_mend_makes_the_target_unusable(
      String code, String message, String problem) {
    ServiceError error = ServiceError.of(400, code, message == null ? "" : message);

    assertThat(problemOf(Failures.outcome(error, KEY))).isEqualTo(problem);
    assertThat(Failures.outcome(error, KEY)).isInstanceOf(Unusable.class);
  }

  @ParameterizedTest
  @CsvSource({"301", "403", "404", "407"})
  void an_answer_that_is_not_from_dynamodb_makes_the_target_unusable(int status) {
    assertThat(problemOf(Failures.outcome(ServiceError.of(status, "", ""), KEY)))
        .isEqualTo("TARGET-REFUSES");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Item size has exceeded the maximum allowed size | ITEM-TOO-LARGE",
        "Item size to update has exceeded the maximum allowed size | ITEM-TOO-LARGE",
        "The AttributeValue for a key attribute cannot contain an empty string value. Key: pk"
            + " | KEY-EMPTY",
        "Size of hashkey has exceeded the maximum size limit of2048 bytes | KEY-TOO-LONG",
        "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
            + " | KEY-TOO-LONG",
        "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;"
            + " | PATCH-TOO-LONG",
        "One or more parameter values were invalid: Type mismatch for Index Key | ITEM-INVALID",
      })
  void an_item_that_dynamodb_never_takes_is_rejected(String message, String problem) {
    ServiceError error = ServiceError.of(400, "ValidationException", message);

    assertThat(Failures.outcome(error, KEY))
        .isInstanceOfSatisfying(
            Rejected.class, it -> assertThat(it.problem().where()).isEqualTo(KEY.toString()));
    assertThat(problemOf(Failures.outcome(error, KEY))).isEqualTo(problem);
  }

  @Test
  void only_expired_tokens_mend_with_fresh_credentials() {
    assertThat(Failures.isExpired(ServiceError.of(400, "ExpiredTokenException", ""))).isTrue();
    assertThat(Failures.isExpired(ServiceError.of(400, "AccessDeniedException", ""))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RequestTimeTooSkewed | | true",
        "InvalidSignatureException | Signature expired: 20260101T000000Z is now earlier | true",
        "InvalidSignatureException | Signature not yet current: 20260101T000000Z | true",
        "InvalidSignatureException | The request signature we calculated does not match | false",
        "ValidationException | Signature expired | false"
      })
  void a_wrong_clock_is_told_from_a_wrong_secret(String code, String message, boolean skew) {
    assertThat(Failures.isClockSkew(ServiceError.of(400, code, message == null ? "" : message)))
        .isEqualTo(skew);
  }

  private static ServiceError throttle(Reason... reasons) {
    return new ServiceError(400, "ThrottlingException", "", List.of(reasons), null);
  }

  private static String problemOf(WriteOutcome outcome) {
    Problem problem =
        outcome instanceof Unusable unusable ? unusable.problem() : ((Rejected) outcome).problem();
    return problem.code();
  }
}
