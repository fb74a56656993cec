package dev.lockstep.draft;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A first configuration, for a PostgreSQL source.
 *
 * @param host name or address
 * @param port TCP port
 * @param database the database, after which the pipeline is named
 * @param user the role
 * @param region of DynamoDB
 * @param endpoint of DynamoDB Local; absent for AWS
 */
public record ConfigurationDraft(
    String host, int port, String database, String user, String region, @Nullable String endpoint) {
  private static final int LONGEST_PIPELINE = 40;

  /** The pipeline's name. */
  public String pipeline() {
    String slug = Words.slug(database, "-").toLowerCase(Locale.ROOT);
    String named = Character.isLetter(slug.charAt(0)) ? slug : "p-" + slug;
    return named.substring(0, Math.min(LONGEST_PIPELINE, named.length()));
  }

  /** The file. Its password is a reference to the environment. */
  public String text() {
    YamlText text = new YamlText();
    text.comment(0, "A pipeline, drafted by 'lockstep init'. All keys: docs/configuration.md.");
    text.line(0, "pipeline: " + YamlText.value(pipeline()));
    text.line(0, "source:");
    text.line(1, "kind: postgres");
    text.line(1, "host: " + YamlText.value(host));
    text.line(1, "port: " + port);
    text.line(1, "database: " + YamlText.value(database));
    text.comment(1, "Needs REPLICATION and SELECT on the tables: docs/sources.md.");
    text.line(1, "user: " + YamlText.value(user));
    text.comment(1, "Secrets come from the environment, or from a file: ${file:/path}.");
    text.line(1, "password: ${env:SOURCE_PASSWORD}");
    text.line(0, "target:");
    text.comment(1, "AWS credentials are found as every AWS tool finds them.");
    text.line(1, "region: " + YamlText.value(region));
    if (endpoint != null) {
      text.line(1, "endpoint: " + YamlText.value(endpoint));
    }
    text.line(0, "mapping: " + YamlText.value(pipeline() + ".yaml"));
    text.line(0, "data-dir: " + YamlText.value("data/" + pipeline()));
    text.line(0, "admin:");
    text.comment(1, "Beyond loopback it needs a token: ${env:LOCKSTEP_TOKEN}.");
    text.line(1, "listen: 127.0.0.1:8080");
    return text.toString();
  }
}
