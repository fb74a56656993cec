package dev.lockstep.source.debezium;

import dev.lockstep.source.mysql.BinlogPosition;
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
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which shape the tables had where in the log: what Debezium needs to read rows that were written
 * before a later ALTER TABLE. Each statement is on disk before anything behind it is read, so the
 * history is never behind a checkpoint; it may be ahead of one, so that only what stands up to the
 * checkpoint is given back. Made by Debezium, by name.
 */
public final class MysqlSchemaHistory extends AbstractSchemaHistory {
  private static final String FILE = "lockstep.file";
  private static final String SERVER = "lockstep.server";
  private static final String PREFIX = "lockstep.prefix";
  private static final String UNTIL = "lockstep.until";
  private static final String UNTIL_SERVER = "lockstep.until.server";
  private static final String RECORD = "record";

  private final Set<String> known = new HashSet<>();
  private SchemaHistoryFile file = new SchemaHistoryFile(Path.of(""));
  private String server = "";
  private String prefix = "";
  private @Nullable BinlogPosition until;
  private String untilServer = "";

  /** For Debezium. */
  public MysqlSchemaHistory() {}

  /**
   * What a history has to know.
   *
   * @param file where it is kept
   * @param server the UUID of the server that is read
   * @param until the place that the reading goes on from; absent for a load
   * @param untilServer the UUID of the server whose log that place is in
   */
  record Settings(Path file, String server, @Nullable BinlogPosition until, String untilServer) {
    void put(String names, String prefix, Properties properties) {
      properties.setProperty(names + FILE, file.toString());
      properties.setProperty(names + SERVER, server);
      properties.setProperty(names + PREFIX, prefix);
      if (until != null) {
        properties.setProperty(names + UNTIL, until.toString());
        properties.setProperty(names + UNTIL_SERVER, untilServer);
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
    server = config.getString(names + SERVER);
    prefix = config.getString(names + PREFIX);
    String text = config.getString(names + UNTIL);
    until = text == null ? null : BinlogPosition.parse(text);
    untilServer = config.getString(names + UNTIL_SERVER, "");
    file.lines().forEach(line -> known.add(identity(read(line))));
  }

  /** What is read again after a restart is known already. */
  @Override
  protected void storeRecord(HistoryRecord record) {
    Document line = Document.create(SERVER, server);
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
        line.getString(SERVER),
        String.valueOf(position.getString("file")),
        String.valueOf(position.getLong("pos")),
        String.valueOf(record.getString(HistoryRecord.Fields.DDL_STATEMENTS)));
  }

  @Override
  protected void recoverRecords(Consumer<HistoryRecord> records) {
    List<Document> lines = file.lines().stream().map(MysqlSchemaHistory::read).toList();
    for (Document line : lines) {
      if (isReached(line)) {
        records.accept(asOfThisRun(line.getDocument(RECORD)));
      }
    }
  }

  /** Of another server's log, all that was read before the checkpoint's server was. */
  private boolean isReached(Document line) {
    BinlogPosition end = until;
    if (end == null) {
      return true;
    }
    Document position = line.getDocument(RECORD).getDocument(HistoryRecord.Fields.POSITION);
    if (position.has("snapshot")) {
      return true;
    }
    if (!untilServer.equals(line.getString(SERVER))) {
      return !server.equals(line.getString(SERVER));
    }
    BinlogPosition at = new BinlogPosition(position.getString("file"), position.getLong("pos"));
    return at.toUnsigned() <= end.toUnsigned();
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
