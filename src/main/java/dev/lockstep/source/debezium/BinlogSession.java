package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.source.mysql.BinlogStatus;
import dev.lockstep.source.mysql.HeartbeatTable;
import dev.lockstep.source.mysql.LoadQueries;
import dev.lockstep.source.mysql.MysqlAdmin;
import dev.lockstep.source.mysql.MysqlOptions;
import dev.lockstep.source.mysql.MysqlPosition;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What MySQL needs for one run of the engine. */
final class BinlogSession implements Database.Session {
  private final MysqlOptions options;
  private final Collection<TableId> tables;
  private final TableId marker;
  private final MysqlAdmin admin;
  private final BinlogUpkeep upkeep;
  private final BinlogStart start;
  private String server = "";
  private @Nullable MysqlPosition from;
  private @Nullable BinlogStatus begun;

  BinlogSession(
      MysqlOptions options,
      Collection<TableId> tables,
      Supplier<Optional<SourcePosition>> durable) {
    this.options = options;
    this.tables = tables;
    this.marker = HeartbeatTable.table(options.database());
    this.admin = new MysqlAdmin(options);
    this.start = new BinlogStart(options, admin);
    this.upkeep = new BinlogUpkeep(admin, tables, durable, options.limits().heartbeat());
  }

  @Override
  public void prepare(Optional<SourcePosition> position) throws SQLException {
    server = admin.serverUuid();
    if (position.isPresent()) {
      from = start.resume(position.get(), server);
    } else {
      start.load();
    }
    begun = admin.requireStatus();
    upkeep.estimate();
  }

  @Override
  public Properties properties(String prefix) throws SQLException {
    upkeep.watch(new BinlogReader(prefix));
    return BinlogProperties.of(
        options,
        prefix,
        tables,
        marker,
        from == null ? LoadQueries.of(options, admin, tables) : Map.of(),
        new MysqlSchemaHistory.Settings(options.schemaHistory(), options.epoch(), from));
  }

  @Override
  public TableShapes shapes() {
    return new BinlogShapes();
  }

  @Override
  public LogRecords log(String prefix) {
    return new BinlogRecords(prefix, marker, server, options.epoch());
  }

  /** Where the log was before the engine began: a little too early does no harm without rows. */
  @Override
  public Place consistentPoint() {
    BinlogStatus status = begun;
    if (status == null) {
      throw new IllegalStateException("not prepared");
    }
    MysqlPosition position =
        new MysqlPosition(server, options.epoch(), status.position(), status.gtids());
    return new Place(status.position().toUnsigned(), position.toSource());
  }

  /** Without the numbers of events and rows to skip: the server sends whole transactions. */
  @Override
  public String offset(SourcePosition position) {
    MysqlPosition at = MysqlPosition.of(position);
    return "{\"file\":\""
        + at.binlog().file()
        + "\",\"pos\":"
        + at.binlog().offset()
        + ",\"gtids\":\""
        + at.gtids()
        + "\"}";
  }

  @Override
  public void tick(long nowNanos, Database.EngineView engine) throws SQLException {
    upkeep.tick(nowNanos, engine);
  }

  @Override
  public boolean isSilent() {
    return upkeep.isSilent();
  }

  @Override
  public Database.Figures figures() {
    return upkeep.figures();
  }

  @Override
  public void forget() {
    admin.close();
  }

  @Override
  public void close(boolean engineOver) {
    admin.close();
  }
}
