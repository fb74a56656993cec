package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.postgres.Lsn;
import dev.lockstep.source.postgres.PostgresAdmin;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.PostgresTypes;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * What PostgreSQL needs for one run of the engine. Two connections for statements: one for the
 * supervisor's thread, one for the thread that decodes.
 */
final class PostgresSession implements Database.Session {
  private final PostgresOptions options;
  private final Collection<TableId> tables;
  private final PostgresAdmin admin;
  private final PostgresAdmin decoding;
  private final SlotKeeper slots;
  private final PostgresUpkeep upkeep;
  private PostgresTypes types = PostgresTypes.fromText("");

  PostgresSession(
      PostgresOptions options,
      Collection<TableId> tables,
      Supplier<Optional<SourcePosition>> durable) {
    this.options = options;
    this.tables = tables;
    this.admin = new PostgresAdmin(options);
    this.decoding = new PostgresAdmin(options);
    this.slots = new SlotKeeper(options, admin, tables);
    this.upkeep = new PostgresUpkeep(admin, tables, durable, options.limits().heartbeat());
  }

  @Override
  public void prepare(Optional<SourcePosition> from) throws SQLException {
    if (from.isPresent()) {
      slots.prepareResume(Lsn.of(from.get()));
    } else {
      slots.prepareLoad();
    }
    upkeep.estimate();
    types = admin.types();
  }

  @Override
  public Properties properties(String prefix) throws SQLException {
    return PostgresProperties.of(options, prefix, tables, admin.generatedColumns(tables), types);
  }

  @Override
  public TableShapes shapes() {
    return new PostgresShapes(types, table -> ask(admin -> admin.shape(table)));
  }

  @Override
  public LogRecords log(String prefix) {
    return new PostgresRecords(prefix);
  }

  /** Nothing is flushed before the load is durable, so the slot still stands where it was made. */
  @Override
  public Place consistentPoint() {
    return PostgresRecords.place(
        ask(PostgresAdmin::slot).orElseThrow(this::slotGone).confirmedLsn());
  }

  /**
   * A commit position {@code c}, as {@code lsn} and {@code lsn_commit}. There is no {@code
   * lsn_proc}: with it Debezium would search for the record after the last one processed and skip
   * what it takes for seen. Without it, it streams from {@code c} and skips nothing, and the server
   * sends whole transactions whose commit is after {@code c}.
   */
  @Override
  public String offset(SourcePosition position) {
    long lsn = Lsn.of(position);
    return "{\"lsn\":" + lsn + ",\"lsn_commit\":" + lsn + "}";
  }

  private interface Question<T> {
    T ask(PostgresAdmin admin) throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try {
      return question.ask(decoding);
    } catch (SQLException e) {
      throw new IllegalStateException("the source did not answer", e);
    }
  }

  private LockstepException slotGone() {
    return new LockstepException(
        Problem.error(
            Category.SOURCE,
            "SLOT-MISSING",
            "the replication slot " + options.slot() + " is gone",
            options.address(),
            "start the load again"));
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
    if (engineOver) {
      decoding.close();
    }
  }
}
