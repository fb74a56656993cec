package dev.lockstep.source.debezium;

import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import dev.lockstep.source.mysql.MysqlLogDates;
import io.debezium.config.CommonConnectorConfig.EventProcessingFailureHandlingMode;
import io.debezium.connector.binlog.event.RowDeserializers;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads dates and times with dates from the log's own bytes, canonical at once: Debezium's reader
 * shows a date such as {@code 0000-00-00} as NULL, and fails at one that no calendar has.
 */
final class BinlogDates {
  /** A statement names its tables anew before its rows, so few are ever asked for. */
  private static final int MAX_TABLES = 4_096;

  private static final EventProcessingFailureHandlingMode FAIL =
      EventProcessingFailureHandlingMode.FAIL;

  private final Map<Long, TableMapEventData> tables =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TableMapEventData> eldest) {
          return size() > MAX_TABLES;
        }
      };

  /** What reads of which tables the rows are that follow. */
  EventDataDeserializer<?> tables() {
    return new Tables();
  }

  /** What reads rows, and transactions that are compressed. */
  Map<EventType, EventDataDeserializer<?>> readers() {
    return Map.of(
        EventType.WRITE_ROWS,
        new Writes(),
        EventType.UPDATE_ROWS,
        new Updates(),
        EventType.DELETE_ROWS,
        new Deletes(),
        EventType.EXT_WRITE_ROWS,
        new Writes().setMayContainExtraInformation(true),
        EventType.EXT_UPDATE_ROWS,
        new Updates().setMayContainExtraInformation(true),
        EventType.EXT_DELETE_ROWS,
        new Deletes().setMayContainExtraInformation(true),
        EventType.TRANSACTION_PAYLOAD,
        new BinlogPayload(this));
  }

  private final class Tables extends TableMapEventDataDeserializer {
    @Override
    public TableMapEventData deserialize(ByteArrayInputStream in) throws IOException {
      byte[] event = in.read(in.available());
      byte[] needed = Arrays.copyOf(event, BinlogTableMap.endOfColumns(event));
      TableMapEventData table = super.deserialize(new ByteArrayInputStream(needed));
      tables.remove(table.getTableId());
      tables.put(table.getTableId(), table);
      return table;
    }
  }

  private static Serializable date(ByteArrayInputStream in) throws IOException {
    return MysqlLogDates.date(in.readInteger(MysqlLogDates.DATE_BYTES));
  }

  private static Serializable oldDatetime(ByteArrayInputStream in) throws IOException {
    return MysqlLogDates.datetime(in.readLong(MysqlLogDates.OLD_DATETIME_BYTES));
  }

  private static Serializable datetime(int digits, ByteArrayInputStream in) throws IOException {
    return MysqlLogDates.datetime(in.read(MysqlLogDates.datetimeBytes(digits)));
  }

  private static Serializable oldTimestamp(ByteArrayInputStream in) throws IOException {
    return MysqlLogDates.timestamp(in.readLong(MysqlLogDates.OLD_TIMESTAMP_BYTES));
  }

  private static Serializable timestamp(int digits, ByteArrayInputStream in) throws IOException {
    return MysqlLogDates.timestamp(in.read(MysqlLogDates.timestampBytes(digits)));
  }

  private final class Writes extends RowDeserializers.WriteRowsDeserializer {
    Writes() {
      super(tables, FAIL);
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return date(in);
    }

    @Override
    protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
      return oldDatetime(in);
    }

    @Override
    protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return datetime(digits, in);
    }

    @Override
    protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
      return oldTimestamp(in);
    }

    @Override
    protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return timestamp(digits, in);
    }
  }

  private final class Updates extends RowDeserializers.UpdateRowsDeserializer {
    Updates() {
      super(tables, FAIL);
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return date(in);
    }

    @Override
    protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
      return oldDatetime(in);
    }

    @Override
    protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return datetime(digits, in);
    }

    @Override
    protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
      return oldTimestamp(in);
    }

    @Override
    protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return timestamp(digits, in);
    }
  }

  private final class Deletes extends RowDeserializers.DeleteRowsDeserializer {
    Deletes() {
      super(tables, FAIL);
    }

    @Override
    protected Serializable deserializeDate(ByteArrayInputStream in) throws IOException {
      return date(in);
    }

    @Override
    protected Serializable deserializeDatetime(ByteArrayInputStream in) throws IOException {
      return oldDatetime(in);
    }

    @Override
    protected Serializable deserializeDatetimeV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return datetime(digits, in);
    }

    @Override
    protected Serializable deserializeTimestamp(ByteArrayInputStream in) throws IOException {
      return oldTimestamp(in);
    }

    @Override
    protected Serializable deserializeTimestampV2(int digits, ByteArrayInputStream in)
        throws IOException {
      return timestamp(digits, in);
    }
  }
}
