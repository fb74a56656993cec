package dev.lockstep.flow;

import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.CheckpointSteps;
import dev.lockstep.mapping.Fingerprint;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.SourceSnapshot;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A changed mapping that a run brings its items to. That they are there is remembered last, when
 * the checkpoint is past it: a crash at any point before lets the next start do all of it again.
 *
 * @param remap what is to be done
 * @param snapshot where in the stream
 */
public record Remapping(Remap remap, SourceSnapshot snapshot) implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Remapping.class);

  /** Takes the snapshot; tables that were not read before are published first. */
  public static Remapping begin(Remap remap, SourceCatalog catalog) {
    catalog.publish(remap.newTables());
    SourceSnapshot snapshot =
        remap.tablesToRead().isEmpty()
            ? new NothingToRead(catalog.currentVersion())
            : catalog.snapshot(remap.tablesToRead());
    return new Remapping(remap, snapshot);
  }

  /**
   * What goes with the checkpoints of the run.
   *
   * @param others goes with them as well
   * @param rows the row store; empty where the plan keeps no rows
   * @param mapping as it is
   * @param remember has it stored that the items are made with that mapping
   */
  public CheckpointSteps steps(
      CheckpointSteps others,
      Optional<KeptStore> rows,
      Fingerprint mapping,
      Consumer<Fingerprint> remember) {
    return new CheckpointSteps() {
      private boolean remembered;

      @Override
      public void beforeSave(Checkpoint checkpoint) {
        others.beforeSave(checkpoint);
      }

      @Override
      public void afterSave(Checkpoint checkpoint) {
        others.afterSave(checkpoint);
        if (!remembered && checkpoint.version().isAfter(snapshot.version())) {
          remembered = remembers(rows, mapping, remember);
        }
      }
    };
  }

  private boolean remembers(
      Optional<KeptStore> rows, Fingerprint mapping, Consumer<Fingerprint> remember) {
    try {
      rows.ifPresent(KeptStore::markComplete);
      remember.accept(mapping);
      snapshot.close();
      return true;
    } catch (LockstepException e) {
      log.warn("the mapping could not be stored; tried again later: {}", e.problem());
      return false;
    }
  }

  @Override
  public void close() {
    snapshot.close();
  }

  /** Where no table is read, any place in the stream will do. */
  private record NothingToRead(Version version) implements SourceSnapshot {
    @Override
    public void read(TableSchema schema, RowSink sink) {
      throw new IllegalStateException("all rows are kept: " + schema.table());
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
