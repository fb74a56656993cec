package dev.lockstep.source.debezium;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeader;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializationException;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventHeaderV4Deserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import io.debezium.connector.binlog.event.EventDataDeserializationExceptionData;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the log's events that has {@link BinlogDates} read the rows. With a reader of tables
 * that it was told of, the library would go on using its own besides, which fails at some ({@link
 * BinlogTableMap}); so it learns of the other one only when it looks for its own.
 */
@SuppressWarnings("rawtypes") // as the library has them
final class BinlogEvents extends EventDeserializer {
  /** Absent while the library makes its part of this. */
  private final @Nullable EventDataDeserializer<?> tables;

  private BinlogEvents(
      Map<EventType, EventDataDeserializer> readers, EventDataDeserializer<?> tables) {
    super(
        new EventHeaderV4Deserializer(), new NullEventDataDeserializer(), readers, new HashMap<>());
    this.tables = tables;
  }

  /** A reader that is like another one in all else. */
  static BinlogEvents like(EventDeserializer other, BinlogDates dates) {
    Map<EventType, EventDataDeserializer> readers = new EnumMap<>(EventType.class);
    for (EventType type : EventType.values()) {
      readers.put(type, other.getEventDataDeserializer(type));
    }
    readers.putAll(dates.readers());
    return new BinlogEvents(readers, dates.tables());
  }

  @Override
  public EventDataDeserializer getEventDataDeserializer(EventType type) {
    EventDataDeserializer<?> own = tables;
    return type == EventType.TABLE_MAP && own != null ? own : super.getEventDataDeserializer(type);
  }

  /**
   * What cannot be read comes as an event by which Debezium fails: where this failed, the reader
   * would pass it over, and what follows would come without it. A broken connection fails at once.
   */
  @Override
  public @Nullable Event nextEvent(ByteArrayInputStream in) throws IOException {
    try {
      return super.nextEvent(in);
    } catch (EventDataDeserializationException e) {
      if (e.getCause() instanceof IOException) {
        throw e;
      }
      return new Event(incident(e.getEventHeader()), new EventDataDeserializationExceptionData(e));
    }
  }

  private static EventHeader incident(EventHeader unread) {
    EventHeaderV4 header = new EventHeaderV4();
    header.setEventType(EventType.INCIDENT);
    header.setTimestamp(unread.getTimestamp());
    header.setServerId(unread.getServerId());
    if (unread instanceof EventHeaderV4 known) {
      header.setEventLength(known.getEventLength());
      header.setNextPosition(known.getNextPosition());
      header.setFlags(known.getFlags());
    }
    return header;
  }
}
