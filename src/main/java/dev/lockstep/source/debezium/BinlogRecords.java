package dev.lockstep.source.debezium;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.mysql.BinlogPosition;
import dev.lockstep.source.mysql.MysqlPosition;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's records. A transaction's place is where it begins, which is what the record of its end
 * tells: the log holds transactions one after the other, so beginnings are in the order of commits.
 */
final class BinlogRecords implements LogRecords {
  private static final long MICROS_PER_MILLI = 1_000;

  private final String heartbeatTopic;
  private final TableId marker;
  private final String server;
  private final int epoch;
  private @Nullable BinlogPosition newest;

  /**
   * @param marker the table into which heartbeats are written
   * @param server the UUID of the server
   */
  BinlogRecords(String prefix, TableId marker, String server, int epoch) {
    this.heartbeatTopic = "__debezium-heartbeat." + prefix;
    this.marker = marker;
    this.server = server;
    this.epoch = epoch;
  }

  @Override
  public TableId table(Struct source) {
    return new TableId(source.getString("db"), source.getString("table"));
  }

  @Override
  public boolean isMessage(String topic) {
    return topic.equals(heartbeatTopic);
  }

  /**
   * The engine tells how far it has read; in the midst of a transaction, that is its beginning, and
   * right after it has connected, the beginning of the file, which may be passed already.
   */
  @Override
  public void message(SourceRecord record, Assembler assembler) throws InterruptedException {
    Map<String, ?> offset = record.sourceOffset();
    if (assembler.isOpen() || offset.containsKey("snapshot")) {
      return;
    }
    Place place = place(position(offset), gtids(offset));
    if (Long.compareUnsigned(place.position(), assembler.lastPosition()) >= 0) {
      long millis = ((Struct) record.value()).getInt64("ts_ms");
      assembler.message(place, millis * MICROS_PER_MILLI);
    }
  }

  @Override
  public boolean isMarker(TableId table) {
    return table.equals(marker);
  }

  @Override
  public Place end(SourceRecord record) {
    String gtid = ((Struct) record.value()).getString("id");
    return place(position(record.sourceOffset()), with(gtids(record.sourceOffset()), gtid));
  }

  @Override
  public long micros(SourceRecord end) {
    return ((Struct) end.value()).getInt64("ts_ms") * MICROS_PER_MILLI;
  }

  /** What is no transaction of rows, such as a TRUNCATE, has an identifier all the same. */
  @Override
  public Place alone(SourceRecord record, Struct source) {
    BinlogPosition at = new BinlogPosition(source.getString("file"), source.getInt64("pos"));
    return place(at, with(gtids(record.sourceOffset()), source.getString("gtid")));
  }

  @Override
  public Problem outside(TableId table) {
    return Problem.error(
        Category.SOURCE,
        "XA-TRANSACTION",
        "a row was changed in an XA transaction, of which the log does not tell in time whether it"
            + " was committed",
        table.toString(),
        "use no XA transactions on these tables; then load again, with 'lockstep run --reload'");
  }

  @Override
  public long snapshotPosition(SourceRecord record) {
    return position(record.sourceOffset()).toUnsigned();
  }

  @Override
  public Place snapshotEnd(SourceRecord last) {
    return place(position(last.sourceOffset()), gtids(last.sourceOffset()));
  }

  private Place place(BinlogPosition at, String gtids) {
    return new Place(at.toUnsigned(), new MysqlPosition(server, epoch, at, gtids).toSource());
  }

  /** All rows of a snapshot share one. */
  private BinlogPosition position(Map<String, ?> offset) {
    if (!(offset.get("file") instanceof String file) || !(offset.get("pos") instanceof Long pos)) {
      throw new IllegalStateException("a record came without a position");
    }
    BinlogPosition known = newest;
    if (known != null && known.offset() == pos && known.file().equals(file)) {
      return known;
    }
    BinlogPosition made = new BinlogPosition(file, pos);
    newest = made;
    return made;
  }

  private static String gtids(Map<String, ?> offset) {
    return offset.get("gtids") instanceof String gtids ? gtids : "";
  }

  private static String with(String gtids, String gtid) {
    GtidSet set = new GtidSet(gtids);
    set.add(gtid);
    return set.toString();
  }
}
