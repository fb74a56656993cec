package dev.lockstep.draft;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A first configuration.
 *
 * @param database which database it is
 * @param host name or address
 * @param port TCP port
 * @param name the database's name, after which the pipeline is named
 * @param user the role or account
 * @param region of DynamoDB
 * @param endpoint of DynamoDB Local; absent for AWS
 */
public record ConfigurationDraft(
    Database database,
    String host,
    int port,
    String name,
    String user,
    String region,
    @Nullable String endpoint) {
  private static final int LONGEST_PIPELINE = 40;

  /** People number their replicas from 1; a drafted server id keeps out of their way. */
  private static final long LEAST_SERVER_ID = 1_000_000;

  private static final long MOST_SERVER_ID = 0xFFFF_FFFFL;

  /** The kinds of source. */
  public enum Database {
    /** PostgreSQL. */
    POSTGRES,
    /** MySQL. */
    MYSQL
  }

  /** The pipeline's name. */
  public String pipeline() {
    String slug = Words.slug(name, "-").toLowerCase(Locale.ROOT);
    String named = Character.isLetter(slug.charAt(0)) ? slug : "p-" + slug;
    return named.substring(0, Math.min(LONGEST_PIPELINE, named.length()));
  }

  /** The file. Its password is a reference to the environment. */
  public String text() {
    YamlText text = new YamlText();
    text.comment(0, "A pipeline, drafted by 'lockstep init'. All keys: docs/configuration.md.");
    text.line(0, "pipeline: " + YamlText.value(pipeline()));
    text.line(0, "source:");
    text.line(1, "kind: " + database.name().toLowerCase(Locale.ROOT));
    text.line(1, "host: " + YamlText.value(host));
    text.line(1, "port: " + port);
    text.line(1, "database: " + YamlText.value(name));
    text.comment(1, "Needs to read the log and the tables: docs/sources.md.");
    text.line(1, "user: " + YamlText.value(user));
    text.comment(1, "Secrets come from the environment, or from a file: ${file:/path}.");
    text.line(1, "password: ${env:SOURCE_PASSWORD}");
    if (database == Database.MYSQL) {
      text.comment(
          1, "Lockstep reads the log as a replica does; no other one may have this number.");
      text.line(1, "server-id: " + serverId());
    }
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

  /** The same for the same pipeline, and hardly ever that of another one. */
  private long serverId() {
    CRC32 sum = new CRC32();
    sum.update((host + "/" + name).getBytes(StandardCharsets.UTF_8));
    return LEAST_SERVER_ID + sum.getValue() % (MOST_SERVER_ID - LEAST_SERVER_ID);
  }
}
