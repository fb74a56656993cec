package dev.lockstep.dynamodb;

import dev.lockstep.dynamodb.ServiceError.Reason;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Calls that go by the SDK: waiting for them, and what their failures mean to an operator. */
final class SdkCalls {
  private SdkCalls() {}

  /**
   * The call's result.
   *
   * @param what the table or other thing that the call is about
   * @throws LockstepException with the reason if the call failed, retries included
   */
  static <T> T await(CompletableFuture<T> call, String what) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw explained(e, what);
    }
  }

  /** The failure of a call as a problem. */
  static LockstepException explained(Throwable failure, String what) {
    Throwable cause = cause(failure);
    return cause instanceof LockstepException known
        ? known
        : new LockstepException(problem(cause, what), cause);
  }

  /**
   * The same for a call of a client, whose address is named where nothing has answered: the SDK
   * does not name it.
   */
  static LockstepException explained(Throwable failure, String what, DynamoDbAsyncClient client) {
    Throwable cause = cause(failure);
    boolean unanswered = cause instanceof SdkClientException && !isMissingCredentials(cause);
    String at =
        client.serviceClientConfiguration().endpointOverride().map(URI::toString).orElse("");
    return explained(failure, unanswered ? (what + " at " + at) : what);
  }

  /** What is behind the wrappers of futures. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Problem problem(Throwable cause, String what) {
    if (cause instanceof AwsServiceException service) {
      return TargetProblems.ofCall(error(service), what);
    } else if (isMissingCredentials(cause)) {
      return TargetProblems.noCredentials(cause.getMessage());
    }
    boolean late = cause instanceof ApiCallTimeoutException;
    return TargetProblems.unreachable(what, late ? "no answer within the limit" : root(cause));
  }

  /** Whether a call failed only because the server did not understand a request that is right. */
  static boolean isMisread(Throwable failure) {
    return failure instanceof AwsServiceException service && Failures.isMisread(error(service));
  }

  // The SDK has no class of its own for it.
  private static boolean isMissingCredentials(Throwable cause) {
    return cause instanceof SdkClientException
        && String.valueOf(cause.getMessage()).contains("credentials");
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** An SDK's exception in the terms of the wire. */
  static ServiceError error(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    String message = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorMessage();
    List<Reason> none = List.of();
    return new ServiceError(
        e.statusCode(), code == null ? "" : code, message == null ? "" : message, none, null);
  }
}
