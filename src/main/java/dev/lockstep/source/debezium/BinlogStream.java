package dev.lockstep.source.debezium;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.QueryEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.mysql.UnloggedRows;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's reader of the binary log, whose dates are read by {@link BinlogDates}, and which stops
 * at an {@link UnloggedStatement} on a table that is read.
 */
final class BinlogStream extends MySqlStreamingChangeEventSource {
  private static final Logger LOG = LoggerFactory.getLogger(BinlogStream.class);

  private final Predicate<TableId> isRead;
  private final UnloggedRows unloggedRows;

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
    this.unloggedRows = parts.unloggedRows();
    this.isRead = parts.config().getTableFilters().dataCollectionFilter()::isIncluded;
  }

  @Override
  protected void handleQueryEvent(MySqlPartition partition, MySqlOffsetContext offset, Event event)
      throws InterruptedException {
    QueryEventData query = unwrapData(event);
    UnloggedStatement statement = UnloggedStatement.read(query.getSql(), query.getDatabase());
    for (var table : statement.tables()) {
      if (isRead.test(new TableId(table.schema(), null, table.name()))) {
        met(statement, table);
      }
    }
    super.handleQueryEvent(partition, offset, event);
  }

  private void met(UnloggedStatement statement, dev.lockstep.change.TableId table) {
    if (unloggedRows == UnloggedRows.HALT) {
      throw new LockstepException(statement.problem(table));
    }
    LOG.warn("{}", statement.warning(table));
  }

  /** Its events are read only now, so that a large transaction is never in memory as a whole. */
  @Override
  protected void handleTransactionPayload(
      MySqlPartition partition,
      MySqlOffsetContext offset,
      ChangeEventSourceContext context,
      Event event) {
    BinlogPayload.Compressed payload = unwrapData(event);
    try (BinlogPayload.Events events = payload.open()) {
      Event next = events.next();
      while (next != null && !Thread.currentThread().isInterrupted()) {
        handleEvent(partition, offset, context, next);
        next = events.next();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a compressed transaction cannot be read", e);
    }
  }

  /** The superclass asks while it is made. */
  @Override
  protected EventDeserializer createEventDeserializer() {
    return BinlogEvents.like(super.createEventDeserializer(), new BinlogDates());
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
      SnapshotterService snapshotter,
      UnloggedRows unloggedRows) {}

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
