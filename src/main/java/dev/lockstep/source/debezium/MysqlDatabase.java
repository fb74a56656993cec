package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.source.SourceFault;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.mysql.BinlogPosition;
import dev.lockstep.source.mysql.MysqlFaults;
import dev.lockstep.source.mysql.MysqlOptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** MySQL: a binary log by rows, with global transaction identifiers. */
final class MysqlDatabase implements Database {
  private static final String[] PARSERS = {
    "io.debezium.ddl.parser.mysql.generated.MySqlLexer",
    "io.debezium.ddl.parser.mysql.generated.MySqlParser"
  };

  /** It tells of each connection, past the log of everything else. */
  private static final Logger BINLOG_CLIENT = Logger.getLogger("com.github.shyiko.mysql.binlog");

  private final MysqlOptions options;
  private final MysqlFaults faults;

  MysqlDatabase(MysqlOptions options) {
    BINLOG_CLIENT.setLevel(Level.WARNING);
    QuietParsers.load(PARSERS);
    this.options = options;
    this.faults = new MysqlFaults(options);
  }

  @Override
  public String address() {
    return options.address();
  }

  @Override
  public SourceLimits limits() {
    return options.limits();
  }

  @Override
  public int epoch() {
    return options.epoch();
  }

  @Override
  public Path spillDir() {
    return options.spillDir();
  }

  @Override
  public SourceFault classify(Throwable failure) {
    return faults.classify(failure);
  }

  @Override
  public boolean isStopping(SQLException e) {
    return MysqlFaults.isServerStopping(e);
  }

  @Override
  public String format(long position) {
    return BinlogPosition.format(position);
  }

  @Override
  public Session open(Map<TableId, TableNeeds> needs, Supplier<Optional<SourcePosition>> durable) {
    return new BinlogSession(options, needs.keySet(), durable);
  }
}
