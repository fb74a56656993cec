package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.config.AdminConfig;
import dev.lockstep.config.Config;
import dev.lockstep.config.Config.LogFormat;
import dev.lockstep.config.ConfigLoader;
import dev.lockstep.config.Secret;
import dev.lockstep.daemon.Settings.AdminEndpoint;
import dev.lockstep.draft.ConfigurationDraft;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.flow.MappingDiff;
import dev.lockstep.flow.Remap;
import dev.lockstep.inspect.DraftOutcome;
import dev.lockstep.inspect.DraftRequest;
import dev.lockstep.inspect.Drafting;
import dev.lockstep.inspect.Explaining;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.Findings;
import dev.lockstep.inspect.PlanOptions;
import dev.lockstep.inspect.PlanReport;
import dev.lockstep.inspect.Planning;
import dev.lockstep.inspect.PreflightCheck;
import dev.lockstep.inspect.Question;
import dev.lockstep.inspect.TargetTables;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.SourceProbe;
import dev.lockstep.source.debezium.EngineProperties;
import dev.lockstep.verify.Verifications;
import dev.lockstep.wiring.Problems;
import dev.lockstep.wiring.SourceSide;
import dev.lockstep.wiring.Wiring;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The operations on real sources and targets. */
public final class LiveOperations implements Operations {
  private final ConfigLoader loader = new ConfigLoader(System.getenv(), EngineProperties.owned());

  private Config load(Path configuration) {
    return loader.load(configuration);
  }

  @Override
  public Findings check(Path configuration) {
    return new PreflightCheck(loader).check(configuration);
  }

  @Override
  public Settings settings(Path configuration) {
    Config config = load(configuration);
    AdminConfig admin = config.admin();
    Secret token = admin.token();
    return new Settings(
        config.pipeline(),
        new AdminEndpoint(
            admin.host(), admin.port(), token == null ? null : token.reveal(), admin.access()),
        config.logging().format() == LogFormat.JSON,
        config.logging().cloudWatchInterval());
  }

  @Override
  public void draftConfiguration(Path configuration, ConfigurationDraft draft) {
    Drafting.write(configuration, draft.text(), false);
  }

  @Override
  public DraftOutcome draftMapping(Path configuration, DraftRequest request) {
    return new Drafting(load(configuration), request).draft();
  }

  @Override
  public PlanReport plan(Path configuration, PlanOptions options, Consumer<String> progress)
      throws InterruptedException {
    try (SourceSide source = SourceSide.open(load(configuration));
        SourceProbe probe = source.catalog().probe(options.statementTimeout())) {
      return new Planning(source, source.plan(), probe, options, progress).report();
    }
  }

  @Override
  public MappingDiff mappingDiff(Path configuration) {
    Config config = load(configuration);
    try (SourceSide source = SourceSide.open(config);
        DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config));
        ControlStore control = target.controlStore(config.target().controlTable())) {
      Optional<PipelineRecord> record = control.read(config.pipeline());
      return Remap.diff(config.pipeline(), record.flatMap(ControlSide::mappingOf), source.plan());
    }
  }

  @Override
  public Explanation explain(Path configuration, Question question) throws InterruptedException {
    Config config = load(configuration);
    try (SourceSide source = SourceSide.open(config);
        SourceProbe probe = source.catalog().probe(config.source().limits().statementTimeout());
        DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config))) {
      MappingPlan plan = source.plan();
      try (ItemStore store = target.itemStore(plan.tables())) {
        return new Explaining(plan, source.tables(), probe, store).answer(question);
      }
    }
  }

  @Override
  public void createTables(Path configuration, Consumer<TableOutcome> progress)
      throws InterruptedException {
    Config config = load(configuration);
    try (SourceSide source = SourceSide.open(config);
        DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config))) {
      Problems.throwErrors(target.check());
      for (TableSpec table : source.plan().tables()) {
        List<TableSpec> one = List.of(table);
        boolean created = !target.tableAdmin().create(one).isEmpty();
        Problems.throwErrors(target.tableAdmin().check(one));
        progress.accept(new TableOutcome(table.name(), created, TargetTables.keys(table)));
      }
      createControlTable(config, target, progress);
    }
  }

  private static void createControlTable(
      Config config, DynamoDbTarget target, Consumer<TableOutcome> progress)
      throws InterruptedException {
    TableSpec control = DynamoDbTarget.controlTable(config.target().controlTable());
    boolean created = !target.tableAdmin().create(List.of(control)).isEmpty();
    progress.accept(new TableOutcome(control.name(), created, "control table"));
  }

  @Override
  public PipelineControl start(Path configuration, Metrics metrics, StartMode mode) {
    return LivePipeline.start(load(configuration), mode, metrics);
  }

  @Override
  public <T> T steer(Path configuration, Function<Steering, T> orders) {
    Config config = load(configuration);
    String table = config.target().controlTable();
    try (DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config));
        ControlStore control = target.controlStore(table)) {
      return orders.apply(
          new StoredSteering(config, control, target.documents(table), InstantSource.system()));
    }
  }

  @Override
  public LetterBox deadLetters(Path configuration) {
    return StoredLetters.open(load(configuration));
  }

  @Override
  public void reopen(Path configuration, String by) throws InterruptedException {
    Reopening.of(load(configuration), by);
  }

  @Override
  public Version sourceVersion(Path configuration) {
    try (SourceCatalog catalog = Wiring.catalog(load(configuration))) {
      return catalog.currentVersion();
    }
  }

  @Override
  public Verifications verifications(Path configuration, Metrics metrics) {
    return VerifyWiring.alone(load(configuration));
  }

  @Override
  public Optional<StoredItem> item(Path configuration, ItemKey key) throws InterruptedException {
    Config config = load(configuration);
    try (SourceSide source = SourceSide.open(config);
        DynamoDbTarget target = DynamoDbTarget.open(Wiring.target(config));
        ItemStore store = target.itemStore(source.plan().tables())) {
      return store.readNow(key);
    }
  }
}
