package dev.lockstep.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a caller must bring. Keeps a digest only, and compares in constant time. */
final class AccessToken {
  private static final String SCHEME = "bearer ";

  private final byte[] digest;

  AccessToken(String token) {
    this.digest = digest(token);
  }

  /** Whether an {@code Authorization} header holds the token. */
  boolean admits(@Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return false;
    }
    String brought = authorization.substring(SCHEME.length()).strip();
    return MessageDigest.isEqual(digest, digest(brought));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
