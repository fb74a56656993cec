package dev.lockstep.source;

import dev.lockstep.change.Row;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Port: what the source's tables are, and a plain reading of their rows. Blocks. */
public interface SourceCatalog extends AutoCloseable {

  /**
   * Which source this is: never changes for a database, differs between databases (PostgreSQL:
   * {@code system identifier/database}).
   */
  String identity();

  /**
   * Describes tables; those that do not exist are absent from the answer.
   *
   * @param identities by table, the key columns that a mapping names instead of the primary key
   */
  Map<TableId, SourceTable> describe(Map<TableId, List<String>> identities);

  /** All tables that the user may read, for suggestions. */
  List<TableId> tables();

  /**
   * What is wrong with the source for a pipeline over these tables: settings, rights, slot,
   * publication, replica identities, unsupported columns.
   */
  List<Problem> check(Map<TableId, TableNeeds> tables);

  /**
   * Describes all tables of some schemas that the user may read, for the draft of a mapping; in the
   * order of their names.
   *
   * @param schemas empty for the one in which tables usually are: {@code public}, or the database
   *     itself where it has no schemas
   */
  List<TableStructure> structures(Collection<String> schemas);

  /**
   * How a table's rows spread over the values of some of its columns, by a bounded number of rows
   * and the source's statistics; {@link Spread#UNKNOWN} if that takes too long.
   */
  Spread spread(TableId table, List<String> columns);

  /** Reads all rows of a table, held exactly as the change stream holds them. */
  void read(TableSchema schema, Consumer<Row> consumer);

  /**
   * The state of all rows of some tables after the transactions up to a version, no more and no
   * less. It may have to wait for transactions that are open now.
   */
  SourceSnapshot snapshot(Collection<TableId> tables);

  /**
   * Adds tables to those whose changes are sent, if they are not among them. A {@link #snapshot}
   * taken later shows all that was changed in them before.
   */
  void publish(Collection<TableId> tables);

  /**
   * A careful look at tables and some of their rows, over a connection of its own.
   *
   * @param statementTimeout the longest that one statement may take
   */
  SourceProbe probe(Duration statementTimeout);

  /** The version that a transaction committing now would at least have: a position to drain to. */
  Version currentVersion();

  /**
   * Writes a marker into the log, which works on a source that is read-only too: all that committed
   * before has a lower version than the marker's, and soon something comes out of the log that is
   * not before it, even if nobody writes any more.
   */
  Version marker();

  /**
   * Runs statements that an operator has written, one after the other, each in a transaction of its
   * own; also while the database is read-only by default.
   *
   * @param limit for all of them
   */
  void execute(List<String> statements, Duration limit);

  /**
   * What the source says of its log; empty if there is none yet for this pipeline.
   *
   * @param from where a restart resumes; empty before the load is complete
   */
  default Optional<LogState> log(Optional<Checkpoint> from) {
    return Optional.empty();
  }

  /**
   * Which of some tables were changed by transactions behind a checkpoint, as the log says that
   * nobody reads for this pipeline at present. Takes nothing out of it.
   *
   * @param through what {@link #marker} gave: all that committed before it is looked at
   * @param most changes that are looked at; if there are more, it is not told what they are
   */
  WaitingChanges waiting(Checkpoint from, Version through, Collection<TableId> tables, int most);

  /**
   * Ends what still reads the log for this pipeline: the reader of a daemon that has lost its
   * lease, and may be frozen or cut off. Does nothing where the next reader takes the place of the
   * one before by itself.
   */
  default void endReader() {}

  @Override
  void close();
}
