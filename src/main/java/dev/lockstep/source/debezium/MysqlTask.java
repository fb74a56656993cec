package dev.lockstep.source.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import dev.lockstep.source.mysql.UnloggedRows;
import io.debezium.DebeziumException;
import io.debezium.bean.StandardBeanNames;
import io.debezium.bean.spi.BeanRegistry;
import io.debezium.config.CommonConnectorConfig;
import io.debezium.config.Configuration;
import io.debezium.config.Field;
import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.base.QueueProviderService;
import io.debezium.connector.binlog.BinlogEventMetadataProvider;
import io.debezium.connector.binlog.BinlogSourceTask;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.common.CdcSourceTaskContext;
import io.debezium.connector.common.DebeziumHeaderProducer;
import io.debezium.connector.mysql.MySqlChangeEventSourceMetricsFactory;
import io.debezium.connector.mysql.MySqlConnector;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlErrorHandler;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSourceMetrics;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.connector.mysql.jdbc.MySqlConnection;
import io.debezium.connector.mysql.jdbc.MySqlConnectionConfiguration;
import io.debezium.connector.mysql.jdbc.MySqlValueConverters;
import io.debezium.document.DocumentReader;
import io.debezium.heartbeat.HeartbeatFactory;
import io.debezium.jdbc.DefaultMainConnectionProvidingConnectionFactory;
import io.debezium.jdbc.MainConnectionProvidingConnectionFactory;
import io.debezium.pipeline.ChangeEventSourceCoordinator;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.notification.NotificationService;
import io.debezium.pipeline.signal.SignalProcessor;
import io.debezium.pipeline.spi.Offsets;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.TableId;
import io.debezium.schema.SchemaFactory;
import io.debezium.schema.SchemaNameAdjuster;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.spi.topic.TopicNamingStrategy;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's task for MySQL, put together as Debezium 3.6.1 does it, which leaves no other way to
 * have dates read by {@link BinlogDates} from the log and by {@link LoadedDates} in the load. Made
 * by Debezium.
 */
public final class MysqlTask extends BinlogSourceTask<MySqlPartition, MySqlOffsetContext> {
  private static final Logger LOG = LoggerFactory.getLogger(MysqlTask.class);
  private static final String CONTEXT = "mysql-connector-task";

  private @Nullable MySqlConnectorConfig config;
  private @Nullable MySqlTaskContext taskContext;
  private volatile @Nullable ChangeEventQueue<DataChangeEvent> queue;
  private volatile @Nullable BinlogConnectorConnection connection;
  private volatile @Nullable BinlogConnectorConnection beansConnection;
  private volatile @Nullable ErrorHandler errors;
  private volatile @Nullable MySqlDatabaseSchema schema;

  /** For Debezium. */
  public MysqlTask() {}

  @Override
  public String version() {
    return new MySqlConnector().version();
  }

  @Override
  protected String connectorName() {
    return "mysql";
  }

  @Override
  public CdcSourceTaskContext<? extends CommonConnectorConfig> preStart(Configuration given) {
    MySqlConnectorConfig made = new MySqlConnectorConfig(given);
    config = made;
    MySqlTaskContext task = new MySqlTaskContext(given, made);
    taskContext = task;
    return task;
  }

  @Override
  public ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> start(
      Configuration given) {
    MySqlConnectorConfig settings = there(config);
    Configuration all =
        given
            .edit()
            .withDefault("database.responseBuffering", "adaptive")
            .withDefault("database.fetchSize", 10_000)
            .withDefault("database.useCursorFetch", settings.useCursorFetch())
            .build();
    MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections =
        new DefaultMainConnectionProvidingConnectionFactory<>(() -> connect(settings, all));
    BinlogConnectorConnection main = connections.mainConnection();
    connection = main;
    Offsets<MySqlPartition, MySqlOffsetContext> offsets =
        getPreviousOffsets(
            new MySqlPartition.Provider(settings, all), new MySqlOffsetContext.Loader(settings));
    MySqlDatabaseSchema tables = schema(settings, main, connections, all, offsets);
    validate(settings, main, offsets, tables);
    reconnect(main, connections);
    return coordinate(settings, connections, all, offsets, tables);
  }

  private static BinlogConnectorConnection connect(
      MySqlConnectorConfig settings, Configuration all) {
    return new MySqlConnection(new MySqlConnectionConfiguration(all), new LoadedDates(settings));
  }

  private MySqlDatabaseSchema schema(
      MySqlConnectorConfig settings,
      BinlogConnectorConnection main,
      MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections,
      Configuration all,
      Offsets<MySqlPartition, MySqlOffsetContext> offsets) {
    boolean caseInsensitive = main.isTableIdCaseSensitive();
    registerServiceProviders(settings.getServiceRegistry());
    MySqlValueConverters converters = converters(settings);
    MySqlDatabaseSchema made =
        new MySqlDatabaseSchema(
            settings,
            converters,
            naming(settings),
            settings.schemaNameAdjuster(),
            caseInsensitive,
            settings.getServiceRegistry().tryGetService(CustomConverterRegistry.class),
            there(taskContext));
    schema = made;
    BinlogConnectorConnection further = connections.newConnection();
    beansConnection = further;
    BeanRegistry beans = settings.getBeanRegistry();
    beans.add(StandardBeanNames.CONFIGURATION, all);
    beans.add(StandardBeanNames.CONNECTOR_CONFIG, settings);
    beans.add(StandardBeanNames.DATABASE_SCHEMA, made);
    beans.add(StandardBeanNames.JDBC_CONNECTION, further);
    beans.add(StandardBeanNames.VALUE_CONVERTER, converters);
    beans.add(StandardBeanNames.OFFSETS, offsets);
    beans.add(StandardBeanNames.CDC_SOURCE_TASK_CONTEXT, there(taskContext));
    return made;
  }

  private static MySqlValueConverters converters(MySqlConnectorConfig settings) {
    return new MySqlValueConverters(
        settings.getDecimalMode(),
        settings.getTemporalPrecisionMode(),
        settings.getBigIntUnsignedHandlingMode().asBigIntUnsignedMode(),
        settings.binaryHandlingMode(),
        time -> time,
        settings.getEventConvertingFailureHandlingMode(),
        settings.getServiceRegistry());
  }

  @SuppressWarnings("unchecked") // the setting's type does not say what its value is for
  private static TopicNamingStrategy<TableId> naming(MySqlConnectorConfig settings) {
    return (TopicNamingStrategy<TableId>)
        settings.getTopicNamingStrategy(CommonConnectorConfig.TOPIC_NAMING_STRATEGY);
  }

  private static SnapshotterService snapshotter(MySqlConnectorConfig settings) {
    return settings.getServiceRegistry().tryGetService(SnapshotterService.class);
  }

  private void validate(
      MySqlConnectorConfig settings,
      BinlogConnectorConnection main,
      Offsets<MySqlPartition, MySqlOffsetContext> offsets,
      MySqlDatabaseSchema tables) {
    var snapshotter = snapshotter(settings).getSnapshotter();
    validateBinlogConfiguration(snapshotter, main);
    if (validateSnapshotFeasibility(snapshotter, offsets.getTheOnlyOffset(), main)) {
      offsets.resetOffset(offsets.getTheOnlyPartition());
    }
    close(main);
    validateSchemaHistory(settings, main::validateLogPosition, offsets, tables, snapshotter);
  }

  /** Reading the history may take longer than the server keeps an idle connection. */
  private void reconnect(
      BinlogConnectorConnection main,
      MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections) {
    BinlogConnectorConnection alive = main;
    try {
      alive.execute("SELECT 1");
    } catch (SQLException e) {
      LOG.debug("the connection was dropped meanwhile: {}", e.getMessage());
      close(main);
      alive = connections.mainConnection();
      connection = alive;
    }
    try {
      alive.setAutoCommit(false);
    } catch (SQLException e) {
      throw new DebeziumException("Failed to reconnect after schema recovery", e);
    }
  }

  private ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> coordinate(
      MySqlConnectorConfig settings,
      MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections,
      Configuration all,
      Offsets<MySqlPartition, MySqlOffsetContext> offsets,
      MySqlDatabaseSchema tables) {
    MySqlTaskContext task = there(taskContext);
    ChangeEventQueue<DataChangeEvent> events = queue(settings, task);
    queue = events;
    ErrorHandler handler = new MySqlErrorHandler(settings, events, errors);
    errors = handler;
    BinlogEventMetadataProvider metadata = new BinlogEventMetadataProvider();
    SignalProcessor<MySqlPartition, MySqlOffsetContext> signals =
        new SignalProcessor<>(
            MySqlConnector.class,
            settings,
            Map.of(),
            getAvailableSignalChannels(),
            DocumentReader.defaultReader(),
            offsets);
    EventDispatcher<MySqlPartition, TableId> dispatcher =
        dispatcher(settings, all, events, tables, metadata, signals);
    BinaryLogClient client = client(settings);
    MySqlStreamingChangeEventSourceMetrics metrics =
        new MySqlStreamingChangeEventSourceMetrics(
            task, events, metadata, tables::dataCollectionIds, client);
    BinlogStream.Parts parts =
        new BinlogStream.Parts(
            settings,
            dispatcher,
            handler,
            task,
            tables,
            metrics,
            events,
            snapshotter(settings),
            UnloggedRows.valueOf(all.getString(BinlogProperties.UNLOGGED_ROWS)));
    ChangeEventSourceCoordinator<MySqlPartition, MySqlOffsetContext> coordinator =
        new ChangeEventSourceCoordinator<>(
            offsets,
            handler,
            MySqlConnector.class,
            settings,
            new BinlogStream.Factory(parts, connections, client),
            new MySqlChangeEventSourceMetricsFactory(metrics),
            dispatcher,
            tables,
            signals,
            new NotificationService<>(
                getNotificationChannels(),
                settings,
                SchemaFactory.get(),
                dispatcher::enqueueNotification),
            snapshotter(settings));
    coordinator.start(task, events, metadata);
    return coordinator;
  }

  private static BinaryLogClient client(MySqlConnectorConfig settings) {
    return new BinaryLogClient(
        settings.getHostName(), settings.getPort(), settings.getUserName(), settings.getPassword());
  }

  private static ChangeEventQueue<DataChangeEvent> queue(
      MySqlConnectorConfig settings, MySqlTaskContext task) {
    return new ChangeEventQueue.Builder<DataChangeEvent>()
        .pollInterval(settings.getPollInterval())
        .maxBatchSize(settings.getMaxBatchSize())
        .maxQueueSize(settings.getMaxQueueSize())
        .maxQueueSizeInBytes(settings.getMaxQueueSizeInBytes())
        .queueProvider(
            settings
                .getServiceRegistry()
                .tryGetService(QueueProviderService.class)
                .getQueueProvider())
        .loggingContextSupplier(() -> task.configureLoggingContext(CONTEXT))
        .buffering()
        .build();
  }

  private static EventDispatcher<MySqlPartition, TableId> dispatcher(
      MySqlConnectorConfig settings,
      Configuration all,
      ChangeEventQueue<DataChangeEvent> events,
      MySqlDatabaseSchema tables,
      BinlogEventMetadataProvider metadata,
      SignalProcessor<MySqlPartition, MySqlOffsetContext> signals) {
    SchemaNameAdjuster names = settings.schemaNameAdjuster();
    return new EventDispatcher<>(
        settings,
        naming(settings),
        tables,
        events,
        settings.getTableFilters().dataCollectionFilter(),
        DataChangeEvent::new,
        null,
        metadata,
        new HeartbeatFactory<>()
            .getScheduledHeartbeat(
                settings, () -> connect(settings, all), new BinlogHeartbeatErrorHandler(), events),
        names,
        signals,
        settings.getServiceRegistry().tryGetService(DebeziumHeaderProducer.class));
  }

  @Override
  public List<SourceRecord> doPoll() throws InterruptedException {
    return pollRecords(there(queue));
  }

  @Override
  protected Optional<ErrorHandler> getErrorHandler() {
    return Optional.ofNullable(errors);
  }

  @Override
  protected void doStop() {
    close(connection);
    close(beansConnection);
    MySqlDatabaseSchema tables = schema;
    if (tables != null) {
      tables.close();
    }
    ChangeEventQueue<DataChangeEvent> events = queue;
    if (events != null) {
      events.close();
    }
  }

  private static void close(@Nullable BinlogConnectorConnection open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      LOG.debug("a connection was broken: {}", e.getMessage());
    }
  }

  @Override
  protected Iterable<Field> getAllConfigurationFields() {
    return MySqlConnectorConfig.ALL_FIELDS;
  }

  private static <T> T there(@Nullable T made) {
    if (made == null) {
      throw new IllegalStateException("not started");
    }
    return made;
  }
}
