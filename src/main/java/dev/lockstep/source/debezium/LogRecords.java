package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Problem;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** How one kind of database says in its records which table they mean and where they are. */
interface LogRecords {
  /** The table of a change. */
  TableId table(Struct source);

  /** Whether the records of a topic say only how far the log was read. */
  boolean isMessage(String topic);

  /** Takes such a record. */
  void message(SourceRecord record, Assembler assembler) throws InterruptedException;

  /**
   * Whether the changes of a table are markers of our own. They count as records, and are no
   * changes.
   */
  boolean isMarker(TableId table);

  /** The place of a transaction, from the record of its end. */
  Place end(SourceRecord record);

  /** When it committed, microseconds since the epoch. */
  long micros(SourceRecord end);

  /**
   * The place of a change that the log has outside of a transaction; absent if there is no such
   * thing.
   */
  @Nullable Place alone(SourceRecord record, Struct source);

  /** What it means that a row was changed outside of a transaction. */
  Problem outside(TableId table);

  /** The position of a snapshot's row: the same for all of them. */
  long snapshotPosition(SourceRecord record);

  /** The place of the whole snapshot, from its last row. */
  Place snapshotEnd(SourceRecord last);
}
