package dev.lockstep.dynamodb;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Which credentials requests are signed with. */
final class Credentials {
  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final AwsCredentials PLACEHOLDER =
      AwsBasicCredentials.create("lockstep", "lockstep");

  private Credentials() {}

  /**
   * The AWS default chain. DynamoDB Local wants credentials too but looks at none of them, so on an
   * endpoint on this machine invented ones do where neither environment nor profile has any;
   * nowhere else, for there they would hide what is missing.
   */
  static AwsCredentialsProvider of(Place place) {
    return place.given() && place.isLoopback()
        ? onThisMachine()
        : DefaultCredentialsProvider.builder().build();
  }

  // Without the machine's role: asking for it takes seconds where there is none.
  private static AwsCredentialsProvider onThisMachine() {
    AwsCredentialsProvider configured =
        AwsCredentialsProviderChain.of(
            SystemPropertyCredentialsProvider.create(),
            EnvironmentVariableCredentialsProvider.create(),
            ProfileCredentialsProvider.create());
    try {
      configured.resolveCredentials();
      return configured;
    } catch (SdkClientException e) {
      LOG.info("no AWS credentials found; invented ones do for an endpoint on this machine");
      return StaticCredentialsProvider.create(PLACEHOLDER);
    }
  }
}
