package dev.lockstep.dynamodb;

import dev.lockstep.item.ItemKey;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with the target or with an item, and what to do about it. */
final class TargetProblems {
  private static final int BAD_REQUEST = 400;

  private TargetProblems() {}

  /**
   * The problem if no write to the table can succeed until somebody acts; empty if the item is to
   * blame.
   */
  static Optional<Problem> ofTarget(ServiceError error, String table) {
    if (isKms(error)) {
      return Optional.of(kms(error, table));
    }
    return switch (error.code()) {
      case "ResourceNotFoundException", "TableNotFoundException" ->
          Optional.of(tableMissing(table));
      case "AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "NotAuthorized" ->
          Optional.of(accessDenied(error, table));
      case "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "AuthFailure",
          "OptInRequired",
          "InvalidSignatureException",
          "SignatureDoesNotMatch" ->
          Optional.of(isOtherRegion(error) ? otherRegion(error) : credentials(error));
      case "ExpiredTokenException", "ExpiredToken" -> Optional.of(expired(error));
      case "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture" ->
          Optional.of(clock(error));
      case "UnknownOperationException" -> Optional.of(notDynamoDb(error));
      case "ValidationException" ->
          isKeySchema(error) ? Optional.of(keyDiffers(error, table)) : Optional.empty();
      default -> error.status() == BAD_REQUEST ? Optional.empty() : Optional.of(unknown(error));
    };
  }

  /** The problem if the item is to blame. */
  static Problem ofItem(ServiceError error, ItemKey key) {
    String message = error.message().toLowerCase(Locale.ROOT);
    if (message.contains("expression size")) {
      return item(
          "PATCH-TOO-LONG",
          "the row has more attributes than one update can name (4 KB of expression)",
          key,
          "set REPLICA IDENTITY FULL on its table, so that whole items are written");
    } else if (message.contains("hashkey") || message.contains("range key")) {
      return item(
          "KEY-TOO-LONG",
          "a key attribute of the table or of an index is too long: " + said(error),
          key,
          "shorten the key in the mapping: 2048 bytes for partition keys, 1024 for sort keys");
    } else if (message.contains("size") && message.contains("exceeded")) {
      return item(
          "ITEM-TOO-LARGE",
          "the item is larger than the 400 KB that DynamoDB keeps",
          key,
          "leave columns out of the mapping, or move large ones elsewhere");
    } else if (message.contains("empty string") || message.contains("empty binary")) {
      return item(
          "KEY-EMPTY",
          "an attribute of the table's or an index's key is empty",
          key,
          "give the row a value, or change the key in the mapping");
    }
    return item(
        "ITEM-INVALID",
        "DynamoDB does not take the item: " + said(error),
        key,
        "change the row or the mapping; types and limits are in the DynamoDB Developer Guide");
  }

  private static Problem item(String code, String what, ItemKey key, String remedy) {
    return Problem.error(Category.DATA, code, what, key.toString(), remedy);
  }

  static Problem tableMissing(String table) {
    return target(
        "TABLE-MISSING",
        "the DynamoDB table " + table + " does not exist in this account and region",
        table,
        "create it by 'lockstep tables', or correct target.region and the mapping");
  }

  /** The problem of a call that is not a write: to describe, create, read, or keep a record. */
  static Problem ofCall(ServiceError error, String what) {
    return ofTarget(error, what)
        .orElseGet(
            () ->
                target(
                    "TARGET-CALL-FAILED",
                    "DynamoDB refuses the request: " + said(error),
                    what,
                    "see the reason; what it says about limits and states passes with time"));
  }

  static Problem noCredentials(@Nullable String reason) {
    return target(
        "TARGET-CREDENTIALS-MISSING",
        "no AWS credentials are found: " + reason,
        null,
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or give the machine a role");
  }

  static Problem unreachable(String what, String reason) {
    return target(
        "TARGET-UNREACHABLE",
        "DynamoDB does not answer: " + reason,
        what,
        "check target.region and target.endpoint, the network, and a proxy on the way");
  }

  static Problem keyDiffers(String table) {
    return target(
        "TABLE-KEY-DIFFERS",
        "the table's key differs from the mapping's",
        table,
        "run 'lockstep check'; make the mapping's table like the real one or the other way round");
  }

  private static Problem accessDenied(ServiceError error, String table) {
    return target(
        "TARGET-ACCESS-DENIED",
        "the credentials may not do this: " + said(error),
        table,
        "allow the dynamodb actions that docs/permissions.md lists, for this table");
  }

  private static Problem credentials(ServiceError error) {
    return target(
        "TARGET-CREDENTIALS",
        "DynamoDB does not accept the credentials: " + said(error),
        null,
        "check which credentials the AWS default chain finds (environment, profile, role)");
  }

  private static Problem expired(ServiceError error) {
    return target(
        "TARGET-CREDENTIALS-EXPIRED",
        "the credentials have expired and the AWS default chain brings no fresh ones: "
            + said(error),
        null,
        "log in again, or use a role whose credentials renew themselves");
  }

  private static Problem clock(ServiceError error) {
    return target(
        "TARGET-CLOCK",
        "this machine's clock is too far from DynamoDB's: " + said(error),
        null,
        "set the clock (NTP)");
  }

  private static Problem otherRegion(ServiceError error) {
    return target(
        "TARGET-REGION",
        "the endpoint belongs to another region: " + said(error),
        null,
        "make target.region the region of target.endpoint, or leave the endpoint out");
  }

  private static Problem kms(ServiceError error, String table) {
    return target(
        "TARGET-KMS",
        "the KMS key that encrypts the table cannot be used: " + said(error),
        table,
        "enable the key and allow these credentials to use it");
  }

  private static Problem keyDiffers(ServiceError error, String table) {
    return target(
        "TABLE-KEY-DIFFERS",
        "the table's key differs from the mapping's: " + said(error),
        table,
        "run 'lockstep check'; make the mapping's table like the real one or the other way round");
  }

  private static Problem notDynamoDb(ServiceError error) {
    return target(
        "TARGET-NOT-DYNAMODB",
        "what answers at the endpoint does not know DynamoDB's operations: " + said(error),
        null,
        "correct target.endpoint");
  }

  private static Problem unknown(ServiceError error) {
    return target(
        "TARGET-REFUSES",
        "DynamoDB refuses the request: HTTP " + error.status() + " " + said(error),
        null,
        "check target.region and target.endpoint, and what stands between (proxy, firewall)");
  }

  private static Problem target(String code, String what, @Nullable String where, String remedy) {
    return Problem.error(Category.TARGET, code, what, where, remedy);
  }

  private static boolean isKms(ServiceError error) {
    return error.code().contains("KMS")
        || error.code().equals("InaccessibleEncryptionCredentialsException")
        || (error.status() == BAD_REQUEST && error.message().contains("KMS"));
  }

  private static boolean isOtherRegion(ServiceError error) {
    return error.message().contains("valid region");
  }

  private static boolean isKeySchema(ServiceError error) {
    return error.message().contains("key element does not match the schema")
        || error.message().contains("Missing the key")
        || error.message().contains("number of conditions on the keys is invalid");
  }

  private static String said(ServiceError error) {
    String code = error.code().isEmpty() ? "no error code" : error.code();
    return error.message().isBlank() ? code : code + ": " + error.message();
  }
}
