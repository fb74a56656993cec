package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.postgres.Lsn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's records: a transaction's place is the end of its commit record. */
final class PostgresRecords implements LogRecords {
  private final String messageTopic;

  PostgresRecords(String prefix) {
    this.messageTopic = prefix + ".message";
  }

  @Override
  public TableId table(Struct source) {
    return new TableId(source.getString("schema"), source.getString("table"));
  }

  @Override
  public boolean isMessage(String topic) {
    return topic.equals(messageTopic);
  }

  /** Ours say when they were written; others are left out by their prefix. */
  @Override
  public void message(SourceRecord record, Assembler assembler) throws InterruptedException {
    Struct message = ((Struct) record.value()).getStruct("message");
    Object content = message.get("content");
    byte[] bytes = content instanceof ByteBuffer buffer ? bytes(buffer) : (byte[]) content;
    long micros = Long.parseLong(new String(bytes, StandardCharsets.UTF_8));
    assembler.message(place(number(record, "lsn")), micros);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public boolean isMarker(TableId table) {
    return false;
  }

  @Override
  public Place end(SourceRecord record) {
    return place(number(record, "lsn_commit"));
  }

  @Override
  public long micros(SourceRecord end) {
    return number(end, "ts_usec");
  }

  @Override
  public @Nullable Place alone(SourceRecord record, Struct source) {
    return null;
  }

  @Override
  public Problem outside(TableId table) {
    return Problem.error(
        Category.INTERNAL,
        "INVARIANT",
        "a change came outside of a transaction",
        table.toString(),
        "Start again: nothing is lost. Please report this with the log.");
  }

  @Override
  public long snapshotPosition(SourceRecord record) {
    return number(record, "lsn");
  }

  @Override
  public Place snapshotEnd(SourceRecord last) {
    return place(number(last, "lsn"));
  }

  static Place place(long lsn) {
    return new Place(lsn, Lsn.position(lsn));
  }

  private static long number(SourceRecord record, String name) {
    Map<String, ?> offset = record.sourceOffset();
    if (!(offset.get(name) instanceof Number number)) {
      throw new IllegalStateException("a record came without " + name);
    }
    return number.longValue();
  }
}
