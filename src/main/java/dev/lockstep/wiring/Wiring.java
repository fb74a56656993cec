package dev.lockstep.wiring;

import dev.lockstep.apply.ApplyOptions;
import dev.lockstep.apply.Replay;
import dev.lockstep.apply.UntilAnswered;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.config.ApplyConfig;
import dev.lockstep.config.Config;
import dev.lockstep.config.Secret;
import dev.lockstep.config.Size;
import dev.lockstep.config.SourceConfig;
import dev.lockstep.config.TargetConfig;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.dynamodb.TargetOptions;
import dev.lockstep.flow.Flow;
import dev.lockstep.flow.TransactionCut;
import dev.lockstep.item.ItemKey;
import dev.lockstep.letters.ContentFiles;
import dev.lockstep.letters.DeadLetters;
import dev.lockstep.letters.LetterStore;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.mapping.MapperOptions;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.rowstore.RowStoreOptions;
import dev.lockstep.source.ChangeSource;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceTls;
import dev.lockstep.source.debezium.DebeziumSource;
import dev.lockstep.source.mysql.MysqlCatalog;
import dev.lockstep.source.mysql.MysqlOptions;
import dev.lockstep.source.mysql.UnloggedRows;
import dev.lockstep.source.postgres.PostgresCatalog;
import dev.lockstep.source.postgres.PostgresOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says in the parts' own words what the configuration says. */
public final class Wiring {
  private Wiring() {}

  /** The tables of the configured source. */
  public static SourceCatalog catalog(Config config) {
    return config.source().kind() instanceof SourceConfig.Mysql kind
        ? new MysqlCatalog(mysql(config, kind))
        : new PostgresCatalog(postgres(config, (SourceConfig.Postgres) config.source().kind()));
  }

  /** The changes of the configured source. */
  public static ChangeSource changes(Config config, Map<TableId, TableNeeds> needs) {
    return config.source().kind() instanceof SourceConfig.Mysql kind
        ? DebeziumSource.of(mysql(config, kind), needs)
        : DebeziumSource.of(
            postgres(config, (SourceConfig.Postgres) config.source().kind()), needs);
  }

  private static MysqlOptions mysql(Config config, SourceConfig.Mysql kind) {
    SourceConfig source = config.source();
    return new MysqlOptions(
        source.host(),
        source.port(),
        source.database(),
        source.user(),
        () -> source.password().reveal().toCharArray(),
        tls(source.tls()),
        kind.serverId(),
        UnloggedRows.valueOf(kind.onUnloggedRows().name()),
        config.pipeline(),
        source.epoch(),
        limits(source),
        config.dataDir().resolve("spill"),
        config.dataDir().resolve("schema-history"),
        revealed(source.debezium()));
  }

  private static PostgresOptions postgres(Config config, SourceConfig.Postgres kind) {
    SourceConfig source = config.source();
    return new PostgresOptions(
        source.host(),
        source.port(),
        source.database(),
        source.user(),
        () -> source.password().reveal().toCharArray(),
        tls(source.tls()),
        kind.slot(),
        kind.publication(),
        source.epoch(),
        limits(source),
        config.dataDir().resolve("spill"),
        revealed(source.debezium()));
  }

  private static SourceTls tls(SourceConfig.Tls tls) {
    return new SourceTls(
        tls.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        tls.rootCertificate(),
        tls.certificate(),
        tls.key());
  }

  private static SourceLimits limits(SourceConfig source) {
    SourceConfig.Limits limits = source.limits();
    return new SourceLimits(
        limits.maxTransactionChanges(),
        limits.maxTransactionBytes().bytes(),
        limits.loadSliceRows(),
        limits.maxQueueBytes().bytes(),
        source.heartbeatInterval(),
        limits.connectTimeout(),
        limits.statementTimeout(),
        limits.stopTimeout(),
        limits.maxRestartDelay());
  }

  private static Map<String, String> revealed(Map<String, Secret> properties) {
    Map<String, String> revealed = new HashMap<>();
    properties.forEach((name, value) -> revealed.put(name, value.reveal()));
    return revealed;
  }

  /** The limits of the target. */
  public static TargetOptions target(Config config) {
    TargetConfig target = config.target();
    return new TargetOptions(
        target.region(),
        target.endpoint(),
        config.apply().limits().maxInFlight(),
        target.connectTimeout(),
        target.writeTimeout(),
        target.callTimeout());
  }

  /**
   * The pipeline's records. The renewal of a lease must be over well before the lease is, to be
   * tried again.
   */
  public static ControlStore controlStore(Config config, DynamoDbTarget control) {
    Duration third = config.lease().duration().dividedBy(3);
    Duration limit = config.target().callTimeout();
    return control.controlStore(
        config.target().controlTable(), third.compareTo(limit) < 0 ? third : limit);
  }

  /** How transactions are cut. */
  public static TransactionCut cut(Config config, MappingPlan plan) {
    SourceConfig.Limits limits = config.source().limits();
    return TransactionCut.of(
        limits.maxTransactionChanges(), limits.maxTransactionBytes().bytes(), plan);
  }

  /** The same configuration, which cuts in another way. */
  public static Config cutting(Config config, TransactionCut cut) {
    SourceConfig.Limits limits = config.source().limits();
    return config.withSource(
        config
            .source()
            .withLimits(
                new SourceConfig.Limits(
                    cut.changes(),
                    new Size(cut.bytes()),
                    limits.maxQueueBytes(),
                    limits.loadSliceRows(),
                    limits.connectTimeout(),
                    limits.statementTimeout(),
                    limits.stopTimeout(),
                    limits.maxRestartDelay())));
  }

  /** The bounds of what lies between the source and the applier. */
  public static Flow.Options flow(Config config, MappingPlan plan) {
    ApplyConfig.Limits apply = config.apply().limits();
    return new Flow.Options(
        mapper(config),
        cut(config, plan),
        config.source().limits().loadSliceRows(),
        apply.maxInFlight(),
        apply.maxUnchangedKeys(),
        patience(config));
  }

  /** The limits of the row store. */
  public static RowStoreOptions rowStore(Config config) {
    RowStoreOptions defaults = RowStoreOptions.defaults();
    Config.RowStore limits = config.rowStore();
    return new RowStoreOptions(
            defaults.memoryBytes(),
            defaults.writeBufferBytes(),
            limits.maxOpenFiles(),
            defaults.backgroundThreads(),
            defaults.sweptRowsPerPurge())
        .withMemoryBytes(limits.memory().bytes());
  }

  private static MapperOptions mapper(Config config) {
    ApplyConfig.Slices slices = config.apply().slices();
    return new MapperOptions(slices.maxShownKeys(), slices.maxItems(), slices.maxBytes().bytes());
  }

  /** Where the dead letters of a pipeline are kept. */
  public static LetterStore letterStore(Config config, DynamoDbTarget control) {
    return new LetterStore(
        control.documents(config.target().controlTable()),
        config.pipeline(),
        new ContentFiles(config.dataDir().resolve("dead-letters")));
  }

  /** What becomes of bad rows. */
  public static DeadLetters.Options letters(Config config, MappingPlan plan) {
    return new DeadLetters.Options(
        config.apply().onBadRow() == ApplyConfig.BadRow.DEAD_LETTER,
        config.apply().limits().maxDeadLetters(),
        item -> typeOf(plan, item),
        patience(config));
  }

  private static Optional<String> typeOf(MappingPlan plan, ItemKey item) {
    List<ItemTypePlan> owners =
        plan.itemTypes().stream().filter(type -> type.ownsKey(item)).toList();
    return owners.size() == 1 ? Optional.of(owners.get(0).name()) : Optional.empty();
  }

  /** As long as writes are tried. */
  public static UntilAnswered patience(Config config) {
    return UntilAnswered.within(retryLimit(config.apply()));
  }

  private static Duration retryLimit(ApplyConfig apply) {
    Duration limit = apply.retry().limit();
    return limit == null ? Duration.ZERO : limit;
  }

  /**
   * The limits of the applier.
   *
   * @param replay what the run before may have applied
   */
  public static ApplyOptions apply(Config config, Replay replay) {
    ApplyConfig apply = config.apply();
    ApplyConfig.Limits limits = apply.limits();
    return new ApplyOptions(
        new ApplyOptions.Limits(
            limits.maxInFlight(),
            limits.maxWrites(),
            limits.maxBytes().bytes(),
            limits.maxTombstones(),
            limits.maxKeysInDoubt()),
        apply.writeUnitsPerSecond().orElse(0),
        apply.lateWriteHorizon(),
        new ApplyOptions.Retry(apply.retry().base(), apply.retry().cap(), retryLimit(apply)),
        replay);
  }
}
