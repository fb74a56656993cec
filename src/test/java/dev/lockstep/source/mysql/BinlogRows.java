package dev.lockstep.source.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.debezium.config.CommonConnectorConfig.EventProcessingFailureHandlingMode;
import io.debezium.connector.binlog.event.RowDeserializers;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rows in the binary log, as Debezium's reader hands them over. */
final class BinlogRows implements AutoCloseable {
  private static final int LIMIT_SECONDS = 30;

  private final BlockingQueue<LoggedRow> rows = new LinkedBlockingQueue<>();
  private final Map<Long, TableMapEventData> tables = new HashMap<>();
  private final BinaryLogClient client;

  /** A row after an insert or an update, or before a delete. */
  record LoggedRow(String verb, String table, List<@Nullable Serializable> row) {
    @Override
    public String toString() {
      return verb + " " + table + row;
    }
  }

  private BinlogRows(MysqlOptions options, BinlogPosition from) {
    client = new BinaryLogClient(options.host(), options.port(), options.user(), "");
    client.setServerId(options.serverId());
    client.setBinlogFilename(from.file());
    client.setBinlogPosition(from.offset());
    client.setKeepAlive(false);
    client.setEventDeserializer(new Deserializer(tables));
    client.registerEventListener(this::take);
  }

  static BinlogRows from(MysqlOptions options, BinlogPosition position) throws Exception {
    BinlogRows rows = new BinlogRows(options, position);
    rows.client.connect(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    return rows;
  }

  private void take(Event event) {
    if (event.getData() instanceof WriteRowsEventData data) {
      data.getRows().forEach(row -> add("insert", data.getTableId(), row));
    } else if (event.getData() instanceof UpdateRowsEventData data) {
      data.getRows().forEach(row -> add("update", data.getTableId(), row.getValue()));
    } else if (event.getData() instanceof DeleteRowsEventData data) {
      data.getRows().forEach(row -> add("delete", data.getTableId(), row));
    }
  }

  private void add(String verb, long table, Serializable[] row) {
    rows.add(
        new LoggedRow(
            verb, Objects.requireNonNull(tables.get(table)).getTable(), Arrays.asList(row)));
  }

  /** The next row. */
  LoggedRow next() throws InterruptedException {
    LoggedRow row = rows.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (row == null) {
      throw new AssertionError("nothing came");
    }
    return row;
  }

  /** All rows before the first of a table. */
  List<String> until(String table) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    for (LoggedRow row = next(); !row.table().equals(table); row = next()) {
      texts.add(row.toString());
    }
    return texts;
  }

  @Override
  public void close() throws IOException {
    client.disconnect();
  }

  private static final class Deserializer extends EventDeserializer {
    private final Map<Long, TableMapEventData> tables;

    Deserializer(Map<Long, TableMapEventData> tables) {
      this.tables = tables;
      EventProcessingFailureHandlingMode fail = EventProcessingFailureHandlingMode.FAIL;
      setEventDataDeserializer(
          EventType.EXT_WRITE_ROWS,
          new RowDeserializers.WriteRowsDeserializer(tables, fail)
              .setMayContainExtraInformation(true));
      setEventDataDeserializer(
          EventType.EXT_UPDATE_ROWS,
          new RowDeserializers.UpdateRowsDeserializer(tables, fail)
              .setMayContainExtraInformation(true));
      setEventDataDeserializer(
          EventType.EXT_DELETE_ROWS,
          new RowDeserializers.DeleteRowsDeserializer(tables, fail)
              .setMayContainExtraInformation(true));
    }

    @Override
    public Event nextEvent(ByteArrayInputStream inputStream) throws IOException {
      Event event = super.nextEvent(inputStream);
      if (event != null && event.getData() instanceof TableMapEventData table) {
        tables.put(table.getTableId(), table);
      }
      return event;
    }
  }
}
