package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.source.SourceFault;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.postgres.Lsn;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.SourceFaults;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** PostgreSQL: a slot, a publication, and log sequence numbers. */
final class PostgresDatabase implements Database {
  private final PostgresOptions options;
  private final SourceFaults faults;

  PostgresDatabase(PostgresOptions options) {
    this.options = options;
    this.faults = new SourceFaults(options);
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
    return SourceFaults.isServerStopping(e);
  }

  @Override
  public String format(long position) {
    return Lsn.format(position);
  }

  @Override
  public Session open(Map<TableId, TableNeeds> needs, Supplier<Optional<SourcePosition>> durable) {
    return new PostgresSession(options, needs.keySet(), durable);
  }
}
