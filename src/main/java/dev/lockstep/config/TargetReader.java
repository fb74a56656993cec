package dev.lockstep.config;

import java.net.URI;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code target}. */
final class TargetReader {
  private static final Predicate<String> TABLE =
      Pattern.compile("[a-zA-Z0-9_.-]{3,255}").asMatchPredicate();
  private static final Predicate<String> REGION =
      Pattern.compile("[a-z0-9-]{3,40}").asMatchPredicate();

  private TargetReader() {}

  static TargetConfig read(Keys keys) {
    TargetConfig target =
        new TargetConfig(
            region(keys),
            endpoint(keys),
            keys.matching(
                "control-table",
                "lockstep-control",
                "a table name: 3 to 255 letters, digits, '_', '-' or '.'",
                TABLE),
            keys.section().bool("exclusive", false),
            keys.duration("connect-timeout", "2s", "100ms", "1m"),
            keys.duration("write-timeout", "5s", "100ms", "1m"),
            keys.duration("call-timeout", "20s", "1s", "10m"));
    requireAddress(keys);
    keys.done();
    return target;
  }

  private static @Nullable String region(Keys keys) {
    String region = keys.matching("region", "", "a region such as eu-west-1", REGION);
    return region.isEmpty() ? null : region;
  }

  private static @Nullable URI endpoint(Keys keys) {
    return keys.section()
        .parsed(
            "endpoint", "scheme, host and port, such as http://localhost:8000", TargetReader::uri)
        .orElse(null);
  }

  private static URI uri(String text) {
    URI uri = URI.create(text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null;
    boolean root = uri.getRawPath() == null || uri.getRawPath().matches("/?");
    if (!web || !bare || !root || uri.getHost() == null) {
      throw new IllegalArgumentException("not an endpoint");
    }
    return uri;
  }

  private static void requireAddress(Keys keys) {
    boolean given = keys.section().has("region") || keys.section().has("endpoint");
    if (!given) {
      keys.problem(
          "REGION-MISSING",
          "there is neither a 'region' nor an 'endpoint'",
          "region",
          "Add 'region: eu-west-1' (or 'region: ${env:AWS_REGION}'); for DynamoDB Local, 'endpoint:"
              + " http://localhost:8000'.");
    }
  }
}
