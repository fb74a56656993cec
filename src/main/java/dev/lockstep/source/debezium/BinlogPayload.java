package dev.lockstep.source.debezium;

import com.github.luben.zstd.Zstd;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TransactionPayloadEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a transaction that the server has compressed; its rows by {@link BinlogDates}. */
final class BinlogPayload extends TransactionPayloadEventDataDeserializer {
  private final BinlogDates dates;

  BinlogPayload(BinlogDates dates) {
    this.dates = dates;
  }

  @Override
  public TransactionPayloadEventData deserialize(ByteArrayInputStream in) throws IOException {
    TransactionPayloadEventData payload = new TransactionPayloadEventData();
    readHeader(in, payload);
    if (payload.getUncompressedSize() == 0) {
      payload.setUncompressedSize(payload.getPayloadSize());
    }
    payload.setPayload(in.read(payload.getPayloadSize()));
    byte[] events = new byte[Math.toIntExact(payload.getUncompressedSize())];
    byte[] compressed = payload.getPayload();
    Zstd.decompressByteArray(events, 0, events.length, compressed, 0, compressed.length);
    payload.setUncompressedEvents(new ArrayList<>(events(new ByteArrayInputStream(events))));
    return payload;
  }

  private static void readHeader(ByteArrayInputStream in, TransactionPayloadEventData payload)
      throws IOException {
    while (in.available() > 0) {
      int field = in.readPackedInteger();
      if (field == OTW_PAYLOAD_HEADER_END_MARK) {
        return;
      }
      int length = in.readPackedInteger();
      switch (field) {
        case OTW_PAYLOAD_SIZE_FIELD -> payload.setPayloadSize(in.readPackedInteger());
        case OTW_PAYLOAD_COMPRESSION_TYPE_FIELD ->
            payload.setCompressionType(in.readPackedInteger());
        case OTW_PAYLOAD_UNCOMPRESSED_SIZE_FIELD ->
            payload.setUncompressedSize(in.readPackedInteger());
        default -> in.read(length);
      }
    }
  }

  private List<Event> events(ByteArrayInputStream in) throws IOException {
    EventDeserializer reader = new EventDeserializer();
    dates.readRowsIn(reader);
    List<Event> events = new ArrayList<>();
    for (Event event = reader.nextEvent(in); event != null; event = reader.nextEvent(in)) {
      events.add(event);
    }
    return events;
  }
}
