package dev.lockstep.source.debezium;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.problem.LockstepException;
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
  private final LogRecords log;
  private final Assembler assembler;
  private final String transactionTopic;
  private final IdentityHashMap<Schema, Handler> handlers = new IdentityHashMap<>();
  private final Map<TableId, Schema> newest = new HashMap<>();
  private @Nullable Schema lastSchema;
  private Handler lastHandler = record -> {};
  private @Nullable Row departing;

  RecordDecoder(TableDecoders decoders, LogRecords log, Assembler assembler, String prefix) {
    this.decoders = decoders;
    this.log = log;
    this.assembler = assembler;
    this.transactionTopic = prefix + ".transaction";
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
    if (log.isMessage(record.topic())) {
      return message -> log.message(message, assembler);
    }
    Envelope envelope = new Envelope(record.valueSchema());
    TableId table = log.table(envelope.source((Struct) record.value()));
    if (log.isMarker(table)) {
      return marker -> assembler.skip();
    }
    forget(newest.put(table, record.valueSchema()));
    return decoders.isNeeded(table) ? new Changes(envelope, table) : other -> assembler.skip();
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
      assembler.end(log.end(record), log.micros(record), value.getInt64("event_count"));
    }
  }

  /**
   * The changes of one table in one shape. What a record tells of the key only its rows have, so it
   * is a row, and never a TRUNCATE, that the decoder is compiled from.
   */
  private final class Changes implements Handler {
    private final Envelope envelope;
    private final TableId table;
    private @Nullable TableDecoder decoder;

    Changes(Envelope envelope, TableId table) {
      this.envelope = envelope;
      this.table = table;
    }

    @Override
    public void handle(SourceRecord record) throws InterruptedException {
      Struct value = (Struct) record.value();
      char operation = envelope.operation(value);
      if (operation == 't') {
        truncated(record, envelope.source(value), table);
        return;
      }
      rowChanged(record, value, operation, decoder(record));
    }

    private TableDecoder decoder(SourceRecord record) {
      TableDecoder compiled = decoder;
      if (compiled == null) {
        compiled = decoders.compile(table, record.keySchema(), envelope.after.schema());
        decoder = compiled;
      }
      return compiled;
    }

    private void rowChanged(
        SourceRecord record, Struct value, char operation, TableDecoder compiled)
        throws InterruptedException {
      if (!assembler.isOpen() && operation != 'r') {
        throw new LockstepException(log.outside(table));
      }
      if (operation == 'c') {
        created(record, compiled.after(envelope.after(value)));
      } else if (operation == 'u') {
        Struct before = envelope.before(value);
        Row earlier = before == null ? null : compiled.beforeUpdate(before);
        assembler.change(new Change.Update(earlier, compiled.after(envelope.after(value))));
      } else if (operation == 'd') {
        deleted(record, compiled.before(envelope.requiredBefore(value)));
      } else if (operation == 'r') {
        snapshotRow(record, envelope.source(value), compiled.after(envelope.after(value)));
      } else {
        throw new IllegalStateException("a record came with operation " + operation);
      }
    }
  }

  private void truncated(SourceRecord record, Struct source, TableId table)
      throws InterruptedException {
    Place alone = assembler.isOpen() ? null : log.alone(record, source);
    if (alone == null) {
      assembler.change(new Change.Truncate(table));
      return;
    }
    assembler.begin();
    assembler.change(new Change.Truncate(table));
    assembler.end(alone, source.getInt64("ts_us"), 1);
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

  private void snapshotRow(SourceRecord record, Struct source, Row row)
      throws InterruptedException {
    Change.Read read = new Change.Read(row);
    if ("last".equals(source.getString("snapshot"))) {
      assembler.readLast(read, log.snapshotEnd(record), source.getInt64("ts_us"));
    } else {
      assembler.read(read, log.snapshotPosition(record), source.getInt64("ts_us"));
    }
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
