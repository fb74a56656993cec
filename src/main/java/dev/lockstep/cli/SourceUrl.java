package dev.lockstep.cli;

import dev.lockstep.draft.ConfigurationDraft;
import dev.lockstep.draft.ConfigurationDraft.Database;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code postgres://user@host:port/database} and {@code mysql://user@host:port/database}. */
final class SourceUrl {
  private static final String FORM =
      "postgres://user@host:port/database or mysql://user@host:port/database";

  private SourceUrl() {}

  private enum Scheme {
    POSTGRES(Database.POSTGRES, 5432),
    POSTGRESQL(Database.POSTGRES, 5432),
    MYSQL(Database.MYSQL, 3306);

    private final Database database;
    private final int usualPort;

    Scheme(Database database, int usualPort) {
      this.database = database;
      this.usualPort = usualPort;
    }

    static Optional<Scheme> of(URI uri) {
      return Arrays.stream(values())
          .filter(scheme -> scheme.name().equalsIgnoreCase(uri.getScheme()))
          .findFirst();
    }
  }

  /**
   * The configuration for a database.
   *
   * @throws LockstepException if the address is not of that form, or holds a password; its text is
   *     not in the message
   */
  static ConfigurationDraft configuration(
      String url, @Nullable String region, @Nullable String endpoint) {
    URI uri = parsed(url);
    Optional<Scheme> scheme = Scheme.of(uri);
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    String user = uri.getUserInfo();
    if (scheme.isEmpty() || uri.getHost() == null || path.isEmpty() || user == null) {
      throw wrong("it is not of the form " + FORM, "write " + FORM);
    }
    if (user.contains(":") || uri.getRawQuery() != null) {
      throw wrong(
          "it holds a password or options, and would be in the shell's history too",
          "write " + FORM + ", and set SOURCE_PASSWORD in the environment");
    }
    return new ConfigurationDraft(
        scheme.get().database,
        uri.getHost(),
        uri.getPort() < 0 ? scheme.get().usualPort : uri.getPort(),
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
