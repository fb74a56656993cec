package dev.lockstep.source.debezium;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.source.SourceFault;
import dev.lockstep.source.SourceLimits;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/** What one kind of database brings to the reading of its log. Stateless; any thread. */
interface Database {
  /** Where it is, without secrets. */
  String address();

  SourceLimits limits();

  /** The epoch of all versions. */
  int epoch();

  /** A folder for transactions too large for memory. */
  Path spillDir();

  /** What a failure means. */
  SourceFault classify(Throwable failure);

  /** Whether the server says that it is going down. */
  boolean isStopping(SQLException e);

  /** A position as people write it. */
  String format(long position);

  /** What belongs to one run of the engine. */
  Session open(Map<TableId, TableNeeds> needs, Supplier<Optional<SourcePosition>> durable);

  /**
   * Serves one run of the engine. {@link #prepare} comes first; {@link #tick} and {@link #forget}
   * are the supervisor's, {@link #figures} may come from any thread, {@link #consistentPoint} and
   * what {@link #shapes} and {@link #log} give are the decoding thread's.
   */
  interface Session {
    /** Brings the server into the state that the engine needs, for a load or to go on. */
    void prepare(Optional<SourcePosition> from) throws SQLException;

    /**
     * The engine's properties.
     *
     * @param prefix unique among the engines of the process: the name of its metrics
     */
    Properties properties(String prefix) throws SQLException;

    /** What tables are. */
    TableShapes shapes();

    /** What the records tell of the log. */
    LogRecords log(String prefix);

    /** The place of a snapshot that had no rows to tell it. */
    Place consistentPoint();

    /** The form in which the engine takes a position that it goes on from: JSON. */
    String offset(SourcePosition position);

    /** Does what is due beside the reading. */
    void tick(long nowNanos, EngineView engine) throws SQLException;

    /** Whether the engine is dead without saying so. */
    boolean isSilent();

    /** What the server says of itself and of this reader. */
    Figures figures();

    /** The supervisor's connection is broken: the next tick opens another. */
    void forget();

    /**
     * Ends.
     *
     * @param engineOver whether the engine has ended, and so the decoding thread
     */
    void close(boolean engineOver);
  }

  /**
   * What a server says.
   *
   * @param sourceBytes of log between the newest durable position and the end; -1 unknown
   * @param retainedBytes of log that it keeps for this reader; -1 unknown
   * @param estimatedRows its own estimates, by table
   */
  record Figures(long sourceBytes, long retainedBytes, Map<String, Long> estimatedRows) {}

  /** What can be seen of an engine from outside. */
  interface EngineView {
    /** Whether it says that it reads the log. */
    boolean isStreaming();

    /** Whether it waits for the pipeline. */
    boolean isDelivering();

    /** How many batches it has handed on. */
    long deliveries();

    /** The newest position that came out; 0 before the first. */
    long lastPosition();
  }
}
