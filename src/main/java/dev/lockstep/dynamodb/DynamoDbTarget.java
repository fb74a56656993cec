package dev.lockstep.dynamodb;

import dev.lockstep.apply.ItemMending;
import dev.lockstep.apply.ItemReads;
import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.item.TableSpec;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * DynamoDB as one pipeline uses it: opens connections and makes what speaks over them. Close what
 * it made before it. Thread-safe.
 */
public final class DynamoDbTarget implements AutoCloseable {
  /** DynamoDB drops idle connections after about a minute; a request must not race with that. */
  private static final Duration MAX_IDLE = Duration.ofSeconds(45);

  /** For reads, tables and the control table: few calls, which writes must not starve. */
  private static final int CALL_CONNECTIONS = 16;

  /**
   * Threads of a client's own, the fewest that it takes: a write made from a reply's thread may
   * wait for fresh credentials, which come over the threads that all other clients share.
   */
  private static final int EVENT_LOOPS = 2;

  /** More than fit into any time limit, which is what ends them. */
  private static final int CALL_ATTEMPTS = 100;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int ATTEMPTS_WITHIN_LIMIT = 4;

  private final TargetOptions options;
  private final Place place;
  private final AwsCredentialsProvider credentials;
  private final DynamoDbAsyncClient calls;

  private DynamoDbTarget(TargetOptions options, Place place) {
    this.options = options;
    this.place = place;
    this.credentials = Credentials.of(place);
    this.calls = callClient();
  }

  /**
   * Prepares to speak to DynamoDB; connects with the first call.
   *
   * @throws LockstepException if no region is known or the endpoint is no address
   */
  public static DynamoDbTarget open(TargetOptions options) {
    return new DynamoDbTarget(options, Place.of(options));
  }

  /** Where requests go. */
  public URI endpoint() {
    return place.endpoint();
  }

  /**
   * Whether DynamoDB answers and accepts who asks, by a request that changes nothing. Takes up to
   * twice the time limit of a write.
   *
   * @return what is wrong; empty if nothing is
   */
  public List<Problem> check() {
    try (DirectClient direct = direct(new Access(credentials, Clock.systemUTC()), 1)) {
      return new ReachCheck(direct, endpoint()).problems();
    }
  }

  /**
   * The items of tables, over connections of their own.
   *
   * @param tables all tables that are written to
   */
  public ItemStore itemStore(Collection<TableSpec> tables) {
    return itemStore(tables, () -> true, UntilAnswered.atOnce());
  }

  /**
   * The same, where a write that may not be made any more when it is about to leave is not sent.
   *
   * @param mayWrite asked for each request, cheap
   * @param patience of a scan, with each of its pages
   */
  public ItemStore itemStore(
      Collection<TableSpec> tables, BooleanSupplier mayWrite, UntilAnswered patience) {
    Access access = new Access(credentials, Clock.systemUTC());
    DirectClient direct = direct(access, options.maxConnections(), mayWrite);
    TableKeys keys = new TableKeys(tables);
    return new DynamoDbItemStore(direct, access, new ItemReader(calls, keys, patience), keys);
  }

  /**
   * Many items of tables at once, over connections of their own.
   *
   * @param tables all tables that are read
   * @param connections the most requests under way
   */
  public ItemReads itemReads(Collection<TableSpec> tables, int connections) {
    Access access = new Access(credentials, Clock.systemUTC());
    return new DynamoDbItemReads(direct(access, connections), access, new TableKeys(tables));
  }

  /**
   * Items that are to be set right, over connections of their own.
   *
   * @param tables all tables that may be written to
   * @param connections how many at once
   */
  public ItemMending itemMending(Collection<TableSpec> tables, int connections) {
    Access access = new Access(credentials, Clock.systemUTC());
    TableKeys keys = new TableKeys(tables);
    return new DynamoDbItemStore(
        direct(access, connections),
        access,
        new ItemReader(calls, keys, UntilAnswered.atOnce()),
        keys);
  }

  /** The tables themselves. */
  public TableAdmin tableAdmin() {
    return new TableAdmin(calls);
  }

  /** What a control table has to look like. */
  public static TableSpec controlTable(String name) {
    return DynamoDbControlStore.spec(name);
  }

  /**
   * The control table, which is made with the first call that needs it.
   *
   * @param table its name
   */
  public ControlStore controlStore(String table) {
    return controlStore(table, options.callTimeout());
  }

  /**
   * The same for one that holds a lease.
   *
   * @param renewal how long a renewal of the lease may take, repetitions included
   */
  public ControlStore controlStore(String table, Duration renewal) {
    return new DynamoDbControlStore(
        calls, new TableAdmin(calls), table, limit(renewal), Clock.systemUTC());
  }

  /** So that a call without an answer is tried again in time. */
  private static AwsRequestOverrideConfiguration limit(Duration limit) {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallTimeout(limit)
        .apiCallAttemptTimeout(attempt(limit))
        .build();
  }

  private static Duration attempt(Duration limit) {
    return limit.dividedBy(ATTEMPTS_WITHIN_LIMIT);
  }

  /**
   * The documents in the control table, which is made with the first one that is written.
   *
   * @param table its name
   */
  public Documents documents(String table) {
    return new DynamoDbDocuments(
        new ControlTable(calls, new TableAdmin(calls), DynamoDbControlStore.spec(table)));
  }

  private DirectClient direct(Access access, int connections) {
    return direct(access, connections, () -> true);
  }

  private DirectClient direct(Access access, int connections, BooleanSupplier maySend) {
    return new DirectClient(
        http(connections, options.writeTimeout()).build(),
        place.endpoint(),
        place.region().id(),
        access,
        options.writeTimeout(),
        maySend);
  }

  private SdkAsyncHttpClient.Builder<?> http(int connections, Duration acquire) {
    return AwsCrtAsyncHttpClient.builder()
        .numEventLoopThreads(EVENT_LOOPS)
        .maxConcurrency(connections)
        .connectionMaxIdleTime(MAX_IDLE)
        .connectionTimeout(options.connectTimeout())
        .connectionAcquisitionTimeout(acquire);
  }

  private DynamoDbAsyncClient callClient() {
    return DynamoDbAsyncClient.builder()
        .region(place.region())
        .endpointOverride(place.endpoint())
        .credentialsProvider(credentials)
        .httpClientBuilder(http(CALL_CONNECTIONS, options.callTimeout()))
        .overrideConfiguration(this::limits)
        .build();
  }

  private void limits(ClientOverrideConfiguration.Builder config) {
    config
        .apiCallTimeout(options.callTimeout())
        .apiCallAttemptTimeout(attempt(options.callTimeout()))
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(CALL_ATTEMPTS)
                .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
                .throttlingBackoffStrategy(
                    BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE))
                .circuitBreakerEnabled(false)
                .retryOnException(Crc32MismatchException.class)
                .retryOnException(SdkCalls::isMisread)
                .build());
  }

  @Override
  public void close() {
    calls.close();
  }
}
