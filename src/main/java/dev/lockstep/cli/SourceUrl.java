package dev.lockstep.cli;

import dev.lockstep.draft.ConfigurationDraft;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code postgres://user@host:port/database}. */
final class SourceUrl {
  private static final int POSTGRES_PORT = 5432;
  private static final String FORM = "postgres://user@host:port/database";

  private SourceUrl() {}

  /**
   * The configuration for a database.
   *
   * @throws LockstepException if the address is not of that form, or holds a password; its text is
   *     not in the message
   */
  static ConfigurationDraft configuration(
      String url, @Nullable String region, @Nullable String endpoint) {
    URI uri = parsed(url);
    boolean postgres = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    String user = uri.getUserInfo();
    if (!postgres || uri.getHost() == null || path.isEmpty() || user == null) {
      throw wrong("it is not of the form " + FORM, "write " + FORM);
    }
    if (user.contains(":") || uri.getRawQuery() != null) {
      throw wrong(
          "it holds a password or options, and would be in the shell's history too",
          "write " + FORM + ", and set SOURCE_PASSWORD in the environment");
    }
    int port = uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort();
    return new ConfigurationDraft(
        uri.getHost(),
        port,
        path,
        user,
        region == null ? usual(System.getenv()) : region,
        endpoint);
  }

  private static URI parsed(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw wrong("it is not an address", "write " + FORM);
    }
  }

  private static String usual(Map<String, String> environment) {
    String given = environment.getOrDefault("AWS_REGION", "");
    String other = environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1");
    return given.isBlank() ? other : given;
  }

  private static LockstepException wrong(String what, String remedy) {
    return new LockstepException(
        Problem.error(Category.CONFIGURATION, "SOURCE-URL", what, "--source", remedy));
  }
}
