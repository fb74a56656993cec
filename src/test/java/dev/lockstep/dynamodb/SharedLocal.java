package dev.lockstep.dynamodb;

import dev.lockstep.demo.DynamoDbLocal;
import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** One DynamoDB Local for all tests of a run; tests use tables with names of their own. */
final class SharedLocal implements BeforeAllCallback {
  private static final Namespace SPACE = Namespace.create(SharedLocal.class);

  private @Nullable Running running;

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(SPACE)
            .getOrComputeIfAbsent(Running.class, it -> new Running(), Running.class);
  }

  URI endpoint() {
    return running().local.endpoint();
  }

  DynamoDbTarget target() {
    return running().target;
  }

  /** A client of the tests' own, to see and do what Lockstep does not. */
  DynamoDbAsyncClient client() {
    return running().client;
  }

  private Running running() {
    return Objects.requireNonNull(running, "a field of a test that has begun");
  }

  /** A spec with a name of its own: key {@code pk}, {@code sk}, both text. */
  static TableSpec freshTable() {
    return new TableSpec(
        "table-" + UUID.randomUUID(),
        new KeyAttribute("pk", KeyType.S),
        new KeyAttribute("sk", KeyType.S),
        List.of());
  }

  private static final class Running implements AutoCloseable {
    private final DynamoDbLocal local = DynamoDbLocal.start(0);
    private final DynamoDbTarget target =
        DynamoDbTarget.open(TargetOptions.of(null, local.endpoint()));
    private final DynamoDbAsyncClient client =
        DynamoDbAsyncClient.builder()
            .endpointOverride(local.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();

    @Override
    public void close() {
      client.close();
      target.close();
      local.close();
    }
  }
}
