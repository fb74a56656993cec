package dev.lockstep.config;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.yaml.Interpolation;
import dev.lockstep.yaml.Problems;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code lockstep.yaml}. */
public final class ConfigLoader {
  private static final Predicate<String> PIPELINE =
      Pattern.compile("[a-z][a-z0-9-]{0,39}").asMatchPredicate();
  private static final Set<String> REFERENCE_CODES =
      Set.of(References.FORM, References.ENV, References.FILE);

  private final Map<String, String> environment;
  private final Set<String> ownedDebeziumProperties;

  /**
   * @param environment what <code>${env:NAME}</code> refers to
   * @param ownedDebeziumProperties the properties that may not be given under {@code
   *     source.debezium}; one that ends with a dot stands for all that begin with it
   */
  public ConfigLoader(Map<String, String> environment, Set<String> ownedDebeziumProperties) {
    this.environment = Map.copyOf(environment);
    this.ownedDebeziumProperties = Set.copyOf(ownedDebeziumProperties);
  }

  /**
   * Reads a file.
   *
   * @throws LockstepException with all that is wrong with it
   */
  public Config load(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    Path base = Objects.requireNonNullElse(absolute.getParent(), absolute);
    Problems problems = new Problems();
    Section root = YamlFile.read(file, new References(environment, base), problems);
    Config config = read(new Keys(root, base));
    root.done();
    throwIfErrors(problems.errors());
    return config;
  }

  /**
   * Resolves <code>${env:NAME}</code> and <code>${file:/path}</code> in another file, as {@link
   * #load} does in its own.
   *
   * @param environment what <code>${env:NAME}</code> refers to
   * @param file relative paths resolve beside it
   */
  public static Interpolation interpolation(Map<String, String> environment, Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return new References(environment, Objects.requireNonNullElse(absolute.getParent(), absolute));
  }

  private Config read(Keys keys) {
    String pipeline = pipeline(keys);
    return new Config(
        pipeline,
        new SourceReader(keys.required("source"), ownedDebeziumProperties).read(pipeline),
        TargetReader.read(keys.required("target")),
        keys.path("mapping"),
        dataDir(keys, pipeline),
        ApplyReader.read(keys.optional("apply")),
        rowStore(keys.optional("row-store")),
        lease(keys.optional("lease")),
        checkpoint(keys.optional("checkpoint")),
        VerifyReader.read(keys.optional("verify")),
        CutoverReader.read(keys.optional("cutover")),
        OperatingReader.read(keys),
        AdminReader.read(keys.optional("admin")),
        logging(keys.optional("logging")),
        keys.duration("shutdown-timeout", "30s", "1s", "1h"));
  }

  private static String pipeline(Keys keys) {
    keys.require("pipeline");
    return keys.matching(
        "pipeline",
        "",
        "a name of lower-case letters, digits and '-' that begins with a letter, at most 40",
        PIPELINE);
  }

  private static Path dataDir(Keys keys, String pipeline) {
    Path given = keys.pathOrNull("data-dir");
    return given == null ? keys.resolved("data/" + pipeline) : given;
  }

  private static Config.RowStore rowStore(Keys keys) {
    Config.RowStore rowStore =
        new Config.RowStore(
            keys.size("memory", "64MiB", "8MiB", "64GiB"),
            keys.integer("max-open-files", 256, 16, 1_000_000));
    keys.done();
    return rowStore;
  }

  private static Config.Lease lease(Keys keys) {
    Config.Lease lease =
        new Config.Lease(
            keys.duration("duration", "15s", "1s", "10m"), keys.section().bool("stand-by", true));
    keys.done();
    return lease;
  }

  private static Config.Checkpoint checkpoint(Keys keys) {
    Config.Checkpoint checkpoint =
        new Config.Checkpoint(keys.duration("interval", "1s", "100ms", "1m"));
    keys.done();
    return checkpoint;
  }

  private static Config.Logging logging(Keys keys) {
    Config.Logging logging =
        new Config.Logging(
            keys.section().choice("format", Config.LogFormat.class, Config.LogFormat.TEXT),
            keys.durationOrNull("cloudwatch-interval", "1s", "1h"));
    keys.done();
    return logging;
  }

  /** A value that could not be resolved is wrong for that reason only, not for being empty too. */
  private static void throwIfErrors(List<Problem> errors) {
    Set<String> unresolved =
        errors.stream()
            .filter(problem -> REFERENCE_CODES.contains(problem.code()))
            .map(ConfigLoader::where)
            .collect(Collectors.toSet());
    List<Problem> causes =
        errors.stream()
            .filter(p -> REFERENCE_CODES.contains(p.code()) || !unresolved.contains(where(p)))
            .toList();
    if (!causes.isEmpty()) {
      throw new LockstepException(causes, null);
    }
  }

  private static String where(Problem problem) {
    return Objects.requireNonNullElse(problem.where(), "");
  }
}
