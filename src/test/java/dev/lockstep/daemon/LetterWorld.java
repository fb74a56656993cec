package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.demo.DynamoDbLocal;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.LetterFilter;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.testing.servers.SourceServer;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A pipeline that sets bad rows aside, between a real source and a real target. */
final class LetterWorld implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path folder;
  private final SourceServer source;
  private final String database;
  private final LiveOperations operations = new LiveOperations();
  private final DynamoDbLocal target = DynamoDbLocal.start(0);
  private final TargetItems items = new TargetItems(target.endpoint());
  private @Nullable PipelineControl pipeline;
  private Path configuration = Path.of("none");

  LetterWorld(Path folder, SourceServer source, String database, String schema) throws Exception {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    this.folder = folder;
    this.source = source;
    this.database = database;
    source.createDatabase(database);
    source.execute(database, schema);
  }

  /** Brings the pipeline to streaming. */
  PipelineControl start(String mapping, String... apply) throws Exception {
    PipelineControl started = begin(mapping, apply);
    await(() -> assertThat(status().phase()).isEqualTo(Phase.STREAMING));
    Awaitility.await().ignoreExceptions().until(() -> started.deadLetters().open() >= 0);
    return started;
  }

  /** Starts it, whatever becomes of it. */
  PipelineControl begin(String mapping, String... apply) throws Exception {
    stop();
    configuration = configure(mapping, apply);
    operations.createTables(configuration, table -> {});
    PipelineControl started = operations.start(configuration, new Metrics(), StartMode.RESUME);
    pipeline = started;
    return started;
  }

  PipelineStatus status() {
    return pipeline().status();
  }

  private PipelineControl pipeline() {
    return Objects.requireNonNull(pipeline, "start it first");
  }

  private Path configure(String mapping, String... apply) throws IOException {
    Files.writeString(folder.resolve("mapping.yaml"), source.mapping(mapping, database));
    List<String> lines = new ArrayList<>(List.of("pipeline: letters", "source:"));
    source
        .configuration(database, "lockstep_" + database)
        .forEach((key, value) -> lines.add("  " + key + ": " + value));
    lines.addAll(
        List.of(
            "  heartbeat-interval: 1s",
            "target: { region: us-east-1, endpoint: '" + target.endpoint() + "' }",
            "mapping: mapping.yaml",
            "data-dir: data",
            "checkpoint: { interval: 1s }",
            "apply:",
            "  late-write-horizon: 1s"));
    List.of(apply).forEach(line -> lines.add("  " + line));
    return Files.write(folder.resolve("lockstep.yaml"), lines);
  }

  void stop() {
    if (pipeline != null) {
      pipeline.stop();
    }
  }

  /** Executes statements in the source. */
  void change(String... statements) {
    try {
      source.execute(database, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until all that was changed so far is in the target, or set aside. */
  void awaitApplied() throws InterruptedException {
    assertThat(pipeline().awaitApplied(operations.sourceVersion(configuration), LIMIT)).isTrue();
  }

  /** The letters by what they are about, in the pipeline and in the control table alike. */
  Map<String, DeadLetter> letters() {
    List<DeadLetter> open = all(pipeline().deadLetters());
    try (LetterBox stored = operations.deadLetters(configuration)) {
      assertThat(all(stored))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("content", "contentFile")
          .isEqualTo(open);
    }
    assertThat(status().counters().deadLetters()).isEqualTo(open.size());
    Map<String, DeadLetter> letters = new TreeMap<>();
    for (DeadLetter letter : open) {
      LetterView view = LetterView.of(letter);
      letters.put(
          view.row() == null
              ? "item " + view.item()
              : view.itemType() + " " + named(String.valueOf(view.row())),
          letter);
    }
    return letters;
  }

  /** As PostgreSQL names its tables, whichever the source is. */
  private String named(String row) {
    return row.replace(source.schema(database) + ".", "public.");
  }

  private static List<DeadLetter> all(LetterBox box) {
    return box.list(LetterFilter.ALL, null, LetterBox.MOST).letters();
  }

  LetterBox stored() {
    return operations.deadLetters(configuration);
  }

  /** The reasons of the letters by what they are about. */
  Map<String, String> reasons() {
    Map<String, String> reasons = new TreeMap<>();
    letters().forEach((about, letter) -> reasons.put(about, letter.problem().code()));
    return reasons;
  }

  /** Waits until all is applied and no letter is open, then compares everything. */
  void awaitHealed() throws InterruptedException {
    awaitApplied();
    await(() -> assertThat(reasons()).isEmpty());
    await(
        () -> {
          VerifyReport report =
              VerifiedPipeline.verify(pipeline().verifications(), VerifyRequest.full());
          assertThat(report.outcome()).as("%s", report).isEqualTo(Outcome.EQUAL);
        });
  }

  List<Replayed> replay(String... about) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    letters()
        .forEach(
            (what, letter) -> {
              if (List.of(about).contains(what)) {
                ids.add(letter.id());
              }
            });
    assertThat(ids).hasSize(about.length);
    return pipeline().deadLetters().replay(ids, "ann", LIMIT);
  }

  TargetItems target() {
    return items;
  }

  /** Something that is so after a while. */
  interface Check {
    void run() throws Exception;
  }

  static void await(Check check) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              try {
                check.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @Override
  public void close() {
    stop();
    try {
      source.forget(database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    items.close();
    target.close();
  }
}
