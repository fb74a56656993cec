package dev.lockstep.source.debezium;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns Debezium's records into what the {@link Assembler} puts together. What is to be done with a
 * record is found once for each schema and then by the schema's identity. Debezium makes a schema
 * for each table description that the server sends, so only the newest of each table is kept. One
 * thread.
 */
final class RecordDecoder {
  private static final String NEW_KEY_HEADER = "__debezium.newkey";
  private static final String OLD_KEY_HEADER = "__debezium.oldkey";

  private final TableDecoders decoders;
  private final Assembler assembler;
  private final String transactionTopic;
  private final String messageTopic;
  private final IdentityHashMap<Schema, Handler> handlers = new IdentityHashMap<>();
  private final Map<TableId, Schema> newest = new HashMap<>();
  private @Nullable Schema lastSchema;
  private Handler lastHandler = record -> {};
  private @Nullable Row departing;

  RecordDecoder(TableDecoders decoders, Assembler assembler, String prefix) {
    this.decoders = decoders;
    this.assembler = assembler;
    this.transactionTopic = prefix + ".transaction";
    this.messageTopic = prefix + ".message";
  }

  /** What to do with the records of one schema. */
  @FunctionalInterface
  private interface Handler {
    void handle(SourceRecord record) throws InterruptedException;
  }

  /** Takes the next record. */
  void accept(SourceRecord record) throws InterruptedException {
    Schema schema = record.valueSchema();
    if (schema != lastSchema) {
      lastHandler = handlerOf(schema, record);
      lastSchema = schema;
    }
    lastHandler.handle(record);
  }

  private Handler handlerOf(Schema schema, SourceRecord record) {
    Handler known = handlers.get(schema);
    if (known != null) {
      return known;
    }
    Handler made = handler(record);
    handlers.put(schema, made);
    return made;
  }

  private Handler handler(SourceRecord record) {
    if (record.topic().equals(transactionTopic)) {
      return this::transaction;
    }
    if (record.topic().equals(messageTopic)) {
      return this::message;
    }
    Envelope envelope = new Envelope(record.valueSchema());
    Struct source = envelope.source((Struct) record.value());
    TableId table = new TableId(source.getString("schema"), source.getString("table"));
    TableDecoder decoder = decoders.compile(table, envelope.after.schema());
    forget(newest.put(table, record.valueSchema()));
    return decoder == null
        ? other -> assembler.skip()
        : change -> change(change, envelope, table, decoder);
  }

  private void forget(@Nullable Schema older) {
    if (older != null) {
      handlers.remove(older);
    }
  }

  private void transaction(SourceRecord record) throws InterruptedException {
    Struct value = (Struct) record.value();
    if ("BEGIN".equals(value.getString("status"))) {
      departing = null;
      assembler.begin();
    } else {
      Map<String, ?> offset = record.sourceOffset();
      assembler.end(
          number(offset, "lsn_commit"), number(offset, "ts_usec"), value.getInt64("event_count"));
    }
  }

  /** Ours say when they were written; others are left out by their prefix. */
  private void message(SourceRecord record) throws InterruptedException {
    Struct message = ((Struct) record.value()).getStruct("message");
    Object content = message.get("content");
    byte[] bytes = content instanceof ByteBuffer buffer ? bytes(buffer) : (byte[]) content;
    long micros = Long.parseLong(new String(bytes, StandardCharsets.UTF_8));
    assembler.message(number(record.sourceOffset(), "lsn"), micros);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static long number(Map<String, ?> offset, String name) {
    if (!(offset.get(name) instanceof Number number)) {
      throw new IllegalStateException("a record came without " + name);
    }
    return number.longValue();
  }

  private void change(SourceRecord record, Envelope envelope, TableId table, TableDecoder decoder)
      throws InterruptedException {
    Struct value = (Struct) record.value();
    char operation = envelope.operation(value);
    if (operation == 'c') {
      created(record, decoder.after(envelope.after(value)));
    } else if (operation == 'u') {
      Struct before = envelope.before(value);
      Row earlier = before == null ? null : decoder.beforeUpdate(before);
      assembler.change(new Change.Update(earlier, decoder.after(envelope.after(value))));
    } else if (operation == 'd') {
      deleted(record, decoder.before(envelope.requiredBefore(value)));
    } else if (operation == 'r') {
      snapshotRow(record, envelope, value, decoder);
    } else if (operation == 't') {
      assembler.change(new Change.Truncate(table));
    } else {
      throw new IllegalStateException("a record came with operation " + operation);
    }
  }

  /** A changed key comes as a delete and an insert that name each other's key: one update again. */
  private void deleted(SourceRecord record, Row before) throws InterruptedException {
    if (!record.headers().isEmpty() && record.headers().lastWithName(NEW_KEY_HEADER) != null) {
      departing = before;
      assembler.skip();
    } else {
      assembler.change(new Change.Delete(before));
    }
  }

  private void created(SourceRecord record, Row after) throws InterruptedException {
    Row before = departing;
    if (before == null) {
      assembler.change(new Change.Insert(after));
      return;
    }
    if (record.headers().lastWithName(OLD_KEY_HEADER) == null) {
      throw new IllegalStateException("the second half of a key change is missing");
    }
    departing = null;
    assembler.change(new Change.Update(before, after));
  }

  private void snapshotRow(
      SourceRecord record, Envelope envelope, Struct value, TableDecoder decoder)
      throws InterruptedException {
    Struct source = envelope.source(value);
    Row row = decoder.after(envelope.after(value));
    boolean last = "last".equals(source.getString("snapshot"));
    assembler.read(
        new Change.Read(row), number(record.sourceOffset(), "lsn"), source.getInt64("ts_us"), last);
  }

  /** The fields of a change's envelope. */
  private static final class Envelope {
    private final Field operation;
    private final Field before;
    private final Field after;
    private final Field source;

    Envelope(Schema schema) {
      operation = schema.field("op");
      before = schema.field("before");
      after = schema.field("after");
      source = schema.field("source");
    }

    char operation(Struct value) {
      return ((String) value.get(operation)).charAt(0);
    }

    Struct source(Struct value) {
      return (Struct) value.get(source);
    }

    Struct after(Struct value) {
      return (Struct) value.get(after);
    }

    @Nullable Struct before(Struct value) {
      return (Struct) value.get(before);
    }

    Struct requiredBefore(Struct value) {
      Struct struct = before(value);
      if (struct == null) {
        throw new IllegalStateException("a delete came without the row's key");
      }
      return struct;
    }
  }
}
