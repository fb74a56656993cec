package dev.lockstep.dynamodb;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.dynamodb.endpoints.DynamoDbEndpointProvider;

/**
 * Where DynamoDB is.
 *
 * @param region what requests are signed for
 * @param endpoint scheme, host and port
 * @param given whether the endpoint is configured, not the region's own
 */
record Place(Region region, URI endpoint, boolean given) {
  private static final Region WITH_ENDPOINT = Region.US_EAST_1;

  /**
   * Finds the place without asking anybody on the network.
   *
   * @throws LockstepException if no region is known or the endpoint is no address
   */
  static Place of(TargetOptions options) {
    URI endpoint = options.endpoint();
    if (endpoint != null) {
      requireAddress(endpoint);
      return new Place(configured(options.region()).orElse(WITH_ENDPOINT), endpoint, true);
    }
    Region region = configured(options.region()).orElseThrow(Place::regionMissing);
    return new Place(region, ofRegion(region), false);
  }

  private static Optional<Region> configured(@Nullable String region) {
    if (region != null && !region.isBlank()) {
      return Optional.of(Region.of(region.strip()));
    }
    return region(new SystemSettingsRegionProvider())
        .or(() -> region(new AwsProfileRegionProvider()));
  }

  private static Optional<Region> region(AwsRegionProvider provider) {
    try {
      return Optional.ofNullable(provider.getRegion());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  private static URI ofRegion(Region region) {
    try {
      return DynamoDbEndpointProvider.defaultProvider()
          .resolveEndpoint(ask -> ask.region(region))
          .join()
          .endpointUrl()
          .toUri();
    } catch (CompletionException | SdkClientException e) {
      throw new LockstepException(
          Problem.error(
              Category.CONFIGURATION,
              "TARGET-REGION",
              "there is no DynamoDB endpoint for the region '" + region + "'",
              "target.region",
              "name a region of AWS, for example eu-west-1"),
          e);
    }
  }

  private static void requireAddress(URI endpoint) {
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    String path = endpoint.getRawPath();
    boolean plain = path == null || path.isEmpty() || path.equals("/");
    if (!http || endpoint.getHost() == null || !plain || endpoint.getRawQuery() != null) {
      throw new LockstepException(
          Problem.error(
              Category.CONFIGURATION,
              "TARGET-ENDPOINT",
              "the endpoint is not scheme, host and port",
              "target.endpoint",
              "write it like http://localhost:8000"));
    }
  }

  private static LockstepException regionMissing() {
    return new LockstepException(
        Problem.error(
            Category.CONFIGURATION,
            "TARGET-REGION-MISSING",
            "no AWS region is configured",
            "target.region",
            "set target.region, AWS_REGION, or a region in the AWS profile"));
  }

  /** Whether the endpoint is on this machine, by its name alone. */
  boolean isLoopback() {
    String host = endpoint.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
