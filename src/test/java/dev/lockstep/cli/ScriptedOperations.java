package dev.lockstep.cli;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.daemon.InMemorySteering;
import dev.lockstep.daemon.LetterBox;
import dev.lockstep.daemon.Operations;
import dev.lockstep.daemon.PipelineControl;
import dev.lockstep.daemon.SettableLetters;
import dev.lockstep.daemon.Settings;
import dev.lockstep.daemon.StartMode;
import dev.lockstep.daemon.Steering;
import dev.lockstep.draft.ConfigurationDraft;
import dev.lockstep.draft.Draft;
import dev.lockstep.flow.MappingDiff;
import dev.lockstep.inspect.DraftOutcome;
import dev.lockstep.inspect.DraftRequest;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.Findings;
import dev.lockstep.inspect.PlanOptions;
import dev.lockstep.inspect.PlanReport;
import dev.lockstep.inspect.Question;
import dev.lockstep.item.ItemKey;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Verifications;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operations that answer what a test lays down, or fail with the problem that it lays down. */
final class ScriptedOperations implements Operations {
  Findings findings = new Findings(List.of());
  Settings settings = ofDaemonAt(0);
  List<TableOutcome> tables = List.of();
  Draft draft = new Draft("items: {}\n", List.of());
  @Nullable DraftRequest drafted;
  PlanReport report =
      new PlanReport("shop", "{}", List.of(), List.of(), List.of(), List.of(), List.of());
  Explanation explanation = new Explanation(null, true, List.of(), List.of());
  MappingDiff diff = new MappingDiff("shop", false, List.of(), List.of());
  final InMemorySteering steering = new InMemorySteering();
  @Nullable PlanOptions planOptions;
  @Nullable Question question;
  @Nullable PipelineControl pipeline;
  @Nullable String configuration;
  @Nullable StartMode mode;
  @Nullable Verifications verifications;
  SettableLetters letters = new SettableLetters();
  @Nullable String reopened;
  @Nullable Problem failure;

  @Override
  public LetterBox deadLetters(Path configuration) {
    failIfAsked();
    return letters;
  }

  private void failIfAsked() {
    if (failure != null) {
      throw new LockstepException(failure);
    }
  }

  @Override
  public Findings check(Path configuration) {
    return findings;
  }

  /** From now on the configuration names a daemon on a port of this machine. */
  void pointAtDaemon(int port) {
    settings = ofDaemonAt(port);
  }

  private static Settings ofDaemonAt(int port) {
    return new Settings("shop", new Settings.AdminEndpoint("127.0.0.1", port, null), false, null);
  }

  @Override
  public Settings settings(Path configuration) {
    failIfAsked();
    return settings;
  }

  @Override
  public void draftConfiguration(Path configuration, ConfigurationDraft draft) {
    failIfAsked();
    try {
      Files.writeString(configuration, draft.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DraftOutcome draftMapping(Path configuration, DraftRequest request) {
    failIfAsked();
    drafted = request;
    return new DraftOutcome(Path.of("shop.yaml"), draft, findings);
  }

  @Override
  public PlanReport plan(Path configuration, PlanOptions options, Consumer<String> progress) {
    failIfAsked();
    planOptions = options;
    return report;
  }

  @Override
  public MappingDiff mappingDiff(Path configuration) {
    failIfAsked();
    return diff;
  }

  @Override
  public Explanation explain(Path configuration, Question question) {
    failIfAsked();
    this.question = question;
    return explanation;
  }

  @Override
  public void createTables(Path configuration, Consumer<TableOutcome> progress) {
    failIfAsked();
    tables.forEach(progress);
  }

  @Override
  public PipelineControl start(Path configuration, Metrics metrics, StartMode asked) {
    mode = asked;
    try {
      this.configuration = Files.readString(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (pipeline == null) {
      throw new IllegalStateException("no pipeline was laid down");
    }
    return pipeline;
  }

  @Override
  public <T> T steer(Path configuration, Function<Steering, T> orders) {
    failIfAsked();
    return orders.apply(steering);
  }

  @Override
  public void reopen(Path configuration, String by) {
    reopened = by;
  }

  @Override
  public Version sourceVersion(Path configuration) {
    return new Version(0, 0, 0);
  }

  @Override
  public Verifications verifications(Path configuration, Metrics metrics) {
    failIfAsked();
    if (verifications == null) {
      throw new IllegalStateException("no verifications were laid down");
    }
    return verifications;
  }

  @Override
  public Optional<StoredItem> item(Path configuration, ItemKey key) {
    return Optional.empty();
  }
}
