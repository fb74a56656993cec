package dev.lockstep.dynamodb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs requests to DynamoDB (AWS Signature Version 4; AWS General Reference, "Create a signed AWS
 * API request"). The key that a day's requests are signed with is derived once. Thread-safe.
 */
final class RequestSigner {
  /** The content type of every request, which is part of what is signed. */
  static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
  private static final String HEADERS =
      "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target";
  private static final String HEADERS_WITH_TOKEN =
      "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int DATE_LENGTH = 8;

  private final String host;
  private final String scopeTail;
  private final String region;
  private final MessageDigest sha256;
  private volatile @Nullable DayKey dayKey;
  private volatile Stamp stamp = new Stamp(Long.MIN_VALUE, "");

  /**
   * @param host as in the host header, with the port if it is not the scheme's own
   */
  RequestSigner(String host, String region) {
    this.host = host;
    this.region = region;
    this.scopeTail = "/" + region + "/dynamodb/aws4_request";
    this.sha256 = newDigest();
  }

  /**
   * What a request must carry beside its content type, host and target.
   *
   * @param contentHash {@code x-amz-content-sha256}
   * @param date {@code x-amz-date}
   * @param token {@code x-amz-security-token}; absent for credentials without a session
   * @param authorization {@code Authorization}
   */
  record Signature(String contentHash, String date, @Nullable String token, String authorization) {
    @Override
    public String toString() {
      return "Signature[date=" + date + "]";
    }
  }

  Signature sign(
      String target, ByteBuffer body, AwsCredentialsIdentity credentials, Instant instant) {
    String date = stamp(instant);
    String token =
        credentials instanceof AwsSessionCredentialsIdentity session
            ? session.sessionToken()
            : null;
    String contentHash = hash(body);
    String headers = token == null ? HEADERS : HEADERS_WITH_TOKEN;
    String scope = date.substring(0, DATE_LENGTH) + scopeTail;
    String toSign =
        ALGORITHM
            + '\n'
            + date
            + '\n'
            + scope
            + '\n'
            + hash(ByteBuffer.wrap(latin1(canonical(target, date, token, headers, contentHash))));
    String signature = hex(key(date, credentials).sign(toSign));
    return new Signature(
        contentHash,
        date,
        token,
        authorization(credentials.accessKeyId(), scope, headers, signature));
  }

  private String canonical(
      String target, String date, @Nullable String token, String headers, String bodyHash) {
    StringBuilder out = new StringBuilder(512);
    out.append("POST\n/\n\ncontent-type:").append(CONTENT_TYPE);
    out.append("\nhost:").append(host);
    out.append("\nx-amz-content-sha256:").append(bodyHash).append("\nx-amz-date:").append(date);
    if (token != null) {
      out.append("\nx-amz-security-token:").append(token);
    }
    out.append("\nx-amz-target:").append(target).append("\n\n");
    return out.append(headers).append('\n').append(bodyHash).toString();
  }

  private static String authorization(
      String accessKey, String scope, String headers, String signature) {
    return ALGORITHM
        + " Credential="
        + accessKey
        + '/'
        + scope
        + ", SignedHeaders="
        + headers
        + ", Signature="
        + signature;
  }

  private String stamp(Instant instant) {
    Stamp last = stamp;
    if (last.second() != instant.getEpochSecond()) {
      last = new Stamp(instant.getEpochSecond(), STAMP.format(instant));
      stamp = last;
    }
    return last.text();
  }

  private DayKey key(String date, AwsCredentialsIdentity credentials) {
    String day = date.substring(0, DATE_LENGTH);
    DayKey key = dayKey;
    if (key == null || !key.isOf(day, credentials.secretAccessKey())) {
      key = DayKey.derive(day, region, credentials.secretAccessKey());
      dayKey = key;
    }
    return key;
  }

  private String hash(ByteBuffer bytes) {
    MessageDigest digest = copyOf(sha256);
    digest.update(bytes);
    return hex(digest.digest());
  }

  // A copy of an untouched digest is several times cheaper than asking the security providers.
  private static MessageDigest copyOf(MessageDigest untouched) {
    try {
      return (MessageDigest) untouched.clone();
    } catch (CloneNotSupportedException e) {
      return newDigest();
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String hex(byte[] bytes) {
    byte[] text = new byte[bytes.length * 2];
    for (int i = 0; i < bytes.length; i++) {
      text[2 * i] = (byte) HEX[(bytes[i] >> 4) & 0xf];
      text[2 * i + 1] = (byte) HEX[bytes[i] & 0xf];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** A second and how it is written. */
  private record Stamp(long second, String text) {}

  /** The key of one day, region and secret, ready to sign with. */
  private static final class DayKey {
    private final String day;
    private final String secret;
    private final Mac keyed;

    private DayKey(String day, String secret, Mac keyed) {
      this.day = day;
      this.secret = secret;
      this.keyed = keyed;
    }

    static DayKey derive(String day, String region, String secret) {
      Mac mac = keyed(("AWS4" + secret).getBytes(StandardCharsets.UTF_8));
      for (String part : new String[] {day, region, "dynamodb", "aws4_request"}) {
        mac = keyed(mac.doFinal(part.getBytes(StandardCharsets.UTF_8)));
      }
      return new DayKey(day, secret, mac);
    }

    private static Mac keyed(byte[] key) {
      try {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has " + HMAC, e);
      }
    }

    boolean isOf(String otherDay, String otherSecret) {
      return day.equals(otherDay) && secret.equals(otherSecret);
    }

    byte[] sign(String text) {
      try {
        return ((Mac) keyed.clone()).doFinal(latin1(text));
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("HMACs of the JDK can be copied", e);
      }
    }
  }
}
