package dev.lockstep.source.debezium;

import com.github.luben.zstd.ZstdInputStream;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.TransactionPayloadEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TransactionPayloadEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Reads a transaction that the server has compressed; its rows by {@link BinlogDates}. Of such a
 * transaction, which is one event of the log, only the compressed bytes are held: its own events
 * are read one after the other by whoever handles them.
 */
final class BinlogPayload extends TransactionPayloadEventDataDeserializer {
  private static final int BUFFER_BYTES = 1 << 16;

  private final BinlogDates dates;

  BinlogPayload(BinlogDates dates) {
    this.dates = dates;
  }

  @Override
  public TransactionPayloadEventData deserialize(ByteArrayInputStream in) throws IOException {
    Compressed payload = new Compressed(dates);
    readHeader(in, payload);
    payload.setPayload(in.read(payload.getPayloadSize()));
    // Debezium looks through them for tables, which are known by the time that they are needed.
    payload.setUncompressedEvents(new ArrayList<>());
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
            payload.setUncompressedSize(in.readPackedLong());
        default -> in.read(length);
      }
    }
  }

  /** A compressed transaction. */
  static final class Compressed extends TransactionPayloadEventData {
    private static final long serialVersionUID = 1L;

    private final transient BinlogDates dates;

    private Compressed(BinlogDates dates) {
      this.dates = dates;
    }

    /** Its events from the first on. */
    Events open() throws IOException {
      return new Events(getPayload(), dates);
    }
  }

  /** The events of a compressed transaction, one after the other. */
  static final class Events implements AutoCloseable {
    private final BinlogEvents reader;
    private final ByteArrayInputStream in;

    private Events(byte[] payload, BinlogDates dates) throws IOException {
      var bytes = new java.io.ByteArrayInputStream(payload);
      in =
          new ByteArrayInputStream(
              new BufferedInputStream(new ZstdInputStream(bytes), BUFFER_BYTES));
      reader = BinlogEvents.like(new EventDeserializer(), dates);
    }

    /** The next one; null behind the last. */
    @Nullable Event next() throws IOException {
      return reader.nextEvent(in);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
