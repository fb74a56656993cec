package dev.lockstep.source.debezium;

import com.github.shyiko.mysql.binlog.GtidSet;
import dev.lockstep.source.mysql.BinlogPosition;
import dev.lockstep.source.mysql.MysqlPosition;
import io.debezium.config.Configuration;
import io.debezium.document.Document;
import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which shape the tables had where in the log: what Debezium needs to read rows that were written
 * before a later ALTER TABLE. Each statement is on disk before anything behind it is read, so the
 * history is never behind a checkpoint; it may be ahead of one, and then the rest is taken away.
 * Made by Debezium, by name.
 */
public final class MysqlSchemaHistory extends AbstractSchemaHistory {
  private static final String FILE = "lockstep.file";
  private static final String EPOCH = "lockstep.epoch";
  private static final String PREFIX = "lockstep.prefix";
  private static final String UNTIL = "lockstep.until";
  private static final String UNTIL_EPOCH = "lockstep.until.epoch";
  private static final String UNTIL_GTIDS = "lockstep.until.gtids";
  private static final String RECORD = "record";

  private final Set<String> known = new HashSet<>();
  private SchemaHistoryFile file = new SchemaHistoryFile(Path.of(""));
  private int epoch;
  private String prefix = "";
  private @Nullable BinlogPosition until;
  private int untilEpoch;
  private GtidSet untilGtids = new GtidSet("");

  /** For Debezium. */
  public MysqlSchemaHistory() {}

  /**
   * What a history has to know.
   *
   * @param file where it is kept
   * @param epoch of the versions: another server's log has another one
   * @param until the place that the reading goes on from; absent for a load
   */
  record Settings(Path file, int epoch, @Nullable MysqlPosition until) {
    void put(String names, String prefix, Properties properties) {
      properties.setProperty(names + FILE, file.toString());
      properties.setProperty(names + EPOCH, Integer.toString(epoch));
      properties.setProperty(names + PREFIX, prefix);
      if (until != null) {
        properties.setProperty(names + UNTIL, until.binlog().toString());
        properties.setProperty(names + UNTIL_EPOCH, Integer.toString(until.epoch()));
        properties.setProperty(names + UNTIL_GTIDS, until.gtids());
      }
    }
  }

  @Override
  public void configure(
      Configuration config,
      HistoryRecordComparator comparator,
      SchemaHistoryListener listener,
      boolean useCatalogBeforeSchema) {
    super.configure(config, comparator, listener, useCatalogBeforeSchema);
    String names = CONFIGURATION_FIELD_PREFIX_STRING;
    file = new SchemaHistoryFile(Path.of(config.getString(names + FILE)));
    epoch = config.getInteger(names + EPOCH);
    prefix = config.getString(names + PREFIX);
    String text = config.getString(names + UNTIL);
    until = text == null ? null : BinlogPosition.parse(text);
    untilEpoch = config.getInteger(names + UNTIL_EPOCH, 0);
    untilGtids = new GtidSet(config.getString(names + UNTIL_GTIDS, ""));
    file.keep(line -> isReached(read(line)));
    file.lines().forEach(line -> known.add(identity(read(line))));
  }

  /** What is read again after a restart is known already. */
  @Override
  protected void storeRecord(HistoryRecord record) {
    Document line = Document.create(EPOCH, epoch);
    line.setDocument(RECORD, record.document());
    if (known.add(identity(line))) {
      file.append(write(line));
    }
  }

  /** The same statement at the same place is the same. */
  private static String identity(Document line) {
    Document record = line.getDocument(RECORD);
    Document position = record.getDocument(HistoryRecord.Fields.POSITION);
    return String.join(
        " ",
        String.valueOf(line.getInteger(EPOCH)),
        String.valueOf(position.getString("file")),
        String.valueOf(position.getLong("pos")),
        String.valueOf(record.getString(HistoryRecord.Fields.DDL_STATEMENTS)));
  }

  @Override
  protected void recoverRecords(Consumer<HistoryRecord> records) {
    file.lines().forEach(line -> records.accept(asOfThisRun(read(line).getDocument(RECORD))));
  }

  /**
   * What lies behind the checkpoint is read again, maybe from another server's log. So is a
   * statement that is told with the very set of transactions that the checkpoint has, wherever that
   * is: it is told with those before it, and a heartbeat of the engine right behind it knows no
   * others.
   */
  private boolean isReached(Document line) {
    BinlogPosition end = until;
    Document position = line.getDocument(RECORD).getDocument(HistoryRecord.Fields.POSITION);
    if (end == null || position.has("snapshot")) {
      return true;
    }
    String before = position.getString("gtids");
    if (untilGtids.equals(new GtidSet(before == null ? "" : before))) {
      return false;
    }
    int of = line.getInteger(EPOCH);
    BinlogPosition at = new BinlogPosition(position.getString("file"), position.getLong("pos"));
    return of < untilEpoch || (of == untilEpoch && at.compareTo(end) <= 0);
  }

  /** Debezium compares names and places again; both are of another run. */
  private HistoryRecord asOfThisRun(Document record) {
    record.setDocument(HistoryRecord.Fields.SOURCE, Document.create("server", prefix));
    record.setDocument(HistoryRecord.Fields.POSITION, Document.create());
    return new HistoryRecord(record);
  }

  private static Document read(String line) {
    try {
      return DocumentReader.defaultReader().read(line);
    } catch (IOException e) {
      throw new UncheckedIOException("the history of shapes is damaged", e);
    }
  }

  private static String write(Document line) {
    try {
      return DocumentWriter.defaultWriter().write(line);
    } catch (IOException e) {
      throw new UncheckedIOException("a shape cannot be written", e);
    }
  }

  @Override
  public boolean exists() {
    return file.exists();
  }

  @Override
  public boolean storageExists() {
    return true;
  }
}
