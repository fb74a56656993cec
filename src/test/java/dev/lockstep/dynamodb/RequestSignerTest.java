package dev.lockstep.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

final class RequestSignerTest {
  private static final String HOST = "dynamodb.eu-west-1.amazonaws.com";
  private static final String TARGET = "DynamoDB_20120810.PutItem";
  private static final String BODY = "{\"TableName\":\"orders\",\"Item\":{\"pk\":{\"S\":\"ä\"}}}";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.5Z");

  static List<AwsCredentialsIdentity> credentials() {
    return List.of(
        AwsCredentialsIdentity.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        AwsSessionCredentialsIdentity.create("ASIAEXAMPLE", "secret", "token/with+signs=="));
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void signs_as_the_sdk_does(AwsCredentialsIdentity credentials) {
    RequestSigner.Signature signature =
        new RequestSigner(HOST, "eu-west-1").sign(TARGET, body(), credentials, NOON);

    SdkHttpRequest signed = signedBySdk(credentials);
    assertThat(signature.date()).isEqualTo(header(signed, "X-Amz-Date"));
    assertThat(signature.contentHash()).isEqualTo(header(signed, "x-amz-content-sha256"));
    assertThat(signature.authorization()).isEqualTo(header(signed, "Authorization"));
    assertThat(String.valueOf(signature.token()))
        .isEqualTo(signed.firstMatchingHeader("X-Amz-Security-Token").orElse("null"));
  }

  @Test
  void another_day_and_another_secret_give_another_key() {
    RequestSigner signer = new RequestSigner(HOST, "eu-west-1");
    AwsCredentialsIdentity first = credentials().get(0);
    AwsCredentialsIdentity other = AwsCredentialsIdentity.create("AKIDEXAMPLE", "rotated");
    String before = signer.sign(TARGET, body(), first, NOON).authorization();

    assertThat(signer.sign(TARGET, body(), first, NOON.plusSeconds(86_400)).authorization())
        .isNotEqualTo(before);
    assertThat(signer.sign(TARGET, body(), other, NOON).authorization()).isNotEqualTo(before);
    assertThat(signer.sign(TARGET, body(), first, NOON).authorization()).isEqualTo(before);
  }

  @Test
  void shows_neither_signature_nor_token() {
    RequestSigner.Signature signature =
        new RequestSigner(HOST, "eu-west-1").sign(TARGET, body(), credentials().get(1), NOON);

    assertThat(signature.toString()).doesNotContain("token/with").doesNotContain("Signature=");
  }

  private static SdkHttpRequest signedBySdk(AwsCredentialsIdentity credentials) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .protocol("https")
            .host(HOST)
            .encodedPath("/")
            .putHeader("Host", HOST)
            .putHeader("Content-Type", RequestSigner.CONTENT_TYPE)
            .putHeader("X-Amz-Target", TARGET)
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.identity(credentials)
                    .request(request)
                    .payload(() -> new ByteArrayInputStream(bytes()))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOON, ZoneOffset.UTC)))
        .request();
  }

  private static String header(SdkHttpRequest request, String name) {
    return request.firstMatchingHeader(name).orElseThrow();
  }

  private static ByteBuffer body() {
    return ByteBuffer.wrap(bytes());
  }

  private static byte[] bytes() {
    return BODY.getBytes(StandardCharsets.UTF_8);
  }
}
