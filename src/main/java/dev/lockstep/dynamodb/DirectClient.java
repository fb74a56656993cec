package dev.lockstep.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Sends requests to DynamoDB over the SDK's HTTP client, past the SDK's own pipeline: a write costs
 * a third of the CPU, and what is known of its fate is kept (see {@link OneShotBody}). One attempt
 * each; retries belong to the caller. Thread-safe.
 */
final class DirectClient implements AutoCloseable {
  private static final String API = "DynamoDB_20120810.";

  private final SdkAsyncHttpClient http;
  private final SdkHttpRequest common;
  private final RequestSigner signer;
  private final Access access;
  private final long timeoutMillis;
  private final BooleanSupplier maySend;

  /**
   * @param endpoint scheme, host and port
   * @param access who asks, and what time it is
   * @param timeout of a whole attempt
   * @param maySend asked when a request is about to leave; one that may not is never sent
   */
  DirectClient(
      SdkAsyncHttpClient http,
      URI endpoint,
      String region,
      Access access,
      Duration timeout,
      BooleanSupplier maySend) {
    this.http = http;
    this.maySend = maySend;
    this.access = access;
    this.timeoutMillis = timeout.toMillis();
    this.signer = new RequestSigner(hostHeader(endpoint), region);
    this.common =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .protocol(endpoint.getScheme())
            .host(endpoint.getHost())
            .port(endpoint.getPort() < 0 ? null : endpoint.getPort())
            .encodedPath("/")
            .putHeader("Host", hostHeader(endpoint))
            .putHeader("Content-Type", RequestSigner.CONTENT_TYPE)
            .putHeader("User-Agent", "lockstep")
            .build();
  }

  private static String hostHeader(URI endpoint) {
    int port = endpoint.getPort();
    boolean usual = port < 0 || port == (endpoint.getScheme().equals("https") ? 443 : 80);
    return usual ? endpoint.getHost() : endpoint.getHost() + ":" + port;
  }

  /**
   * One attempt. Always completes normally, within the time limit.
   *
   * @param operation for example {@code PutItem}
   */
  CompletableFuture<Reply> call(String operation, JsonBytes json) {
    AwsCredentialsIdentity credentials;
    try {
      credentials = access.credentials();
    } catch (SdkException e) {
      return CompletableFuture.completedFuture(
          new Reply.Impossible(TargetProblems.noCredentials(e.getMessage())));
    }
    OneShotBody body = new OneShotBody(json, maySend);
    ResponseCollector response = new ResponseCollector();
    return http.execute(
            AsyncExecuteRequest.builder()
                .request(signed(API + operation, json, credentials))
                .requestContentPublisher(body)
                .responseHandler(response)
                .build())
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .handle((done, failure) -> failure == null ? response.reply() : lost(failure, body));
  }

  private SdkHttpRequest signed(String target, JsonBytes json, AwsCredentialsIdentity credentials) {
    RequestSigner.Signature signature = signer.sign(target, json.view(), credentials, access.now());
    SdkHttpRequest.Builder request =
        common.toBuilder()
            .putHeader("X-Amz-Target", target)
            .putHeader("X-Amz-Content-Sha256", signature.contentHash())
            .putHeader("X-Amz-Date", signature.date())
            .putHeader("Authorization", signature.authorization());
    if (signature.token() != null) {
      request.putHeader("X-Amz-Security-Token", signature.token());
    }
    return request.build();
  }

  private static Reply lost(Throwable failure, OneShotBody body) {
    String reason = reason(failure);
    return body.withdraw() ? new Reply.NeverSent(reason) : new Reply.Unknown(reason);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && (cause instanceof CompletionException || cause instanceof java.io.IOException)) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return "no answer in time";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() {
    http.close();
  }
}
