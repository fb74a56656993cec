package dev.lockstep.source.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.connector.binlog.jdbc.BinlogConnectorConnection;
import io.debezium.connector.mysql.MySqlChangeEventSourceFactory;
import io.debezium.connector.mysql.MySqlConnectorConfig;
import io.debezium.connector.mysql.MySqlDatabaseSchema;
import io.debezium.connector.mysql.MySqlOffsetContext;
import io.debezium.connector.mysql.MySqlPartition;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSource;
import io.debezium.connector.mysql.MySqlStreamingChangeEventSourceMetrics;
import io.debezium.connector.mysql.MySqlTaskContext;
import io.debezium.jdbc.MainConnectionProvidingConnectionFactory;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.ErrorHandler;
import io.debezium.pipeline.EventDispatcher;
import io.debezium.pipeline.source.spi.StreamingChangeEventSource;
import io.debezium.relational.TableId;
import io.debezium.snapshot.SnapshotterService;
import io.debezium.util.Clock;

/** Debezium's reader of the binary log, whose dates are read by {@link BinlogDates}. */
final class BinlogStream extends MySqlStreamingChangeEventSource {
  private BinlogStream(Parts parts, BinlogConnectorConnection connection, BinaryLogClient client) {
    super(
        parts.config(),
        connection,
        parts.dispatcher(),
        parts.errors(),
        Clock.system(),
        parts.context(),
        parts.schema(),
        parts.metrics(),
        parts.snapshotter(),
        client);
  }

  /** The superclass asks while it is made. */
  @Override
  protected EventDeserializer createEventDeserializer() {
    EventDeserializer events = super.createEventDeserializer();
    new BinlogDates().readIn(events);
    return events;
  }

  /** What a task makes readers of. */
  record Parts(
      MySqlConnectorConfig config,
      EventDispatcher<MySqlPartition, TableId> dispatcher,
      ErrorHandler errors,
      MySqlTaskContext context,
      MySqlDatabaseSchema schema,
      MySqlStreamingChangeEventSourceMetrics metrics,
      ChangeEventQueue<DataChangeEvent> queue,
      SnapshotterService snapshotter) {}

  /** Makes readers. */
  static final class Factory extends MySqlChangeEventSourceFactory {
    private final Parts parts;
    private final MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections;
    private final BinaryLogClient client;

    Factory(
        Parts parts,
        MainConnectionProvidingConnectionFactory<BinlogConnectorConnection> connections,
        BinaryLogClient client) {
      super(
          parts.config(),
          connections,
          parts.errors(),
          parts.dispatcher(),
          Clock.system(),
          parts.schema(),
          parts.context(),
          parts.metrics(),
          parts.queue(),
          parts.snapshotter(),
          client);
      this.parts = parts;
      this.connections = connections;
      this.client = client;
    }

    @Override
    public StreamingChangeEventSource<MySqlPartition, MySqlOffsetContext>
        getStreamingChangeEventSource() {
      parts.queue().disableBuffering();
      return new BinlogStream(parts, connections.mainConnection(), client);
    }
  }
}
