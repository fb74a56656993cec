package dev.lockstep.checkpoint;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: the control table. All calls block, are strongly consistent and retry what is transient
 * within their own time limit. Every change after {@link #acquire} is conditional on the
 * generation. Thread-safe.
 *
 * <p>A repeated call answers as the first one did: an answer may be lost on its way, and whoever
 * then asks again must not take its own earlier success for somebody else's.
 *
 * <p>Calls throw {@link dev.lockstep.problem.LockstepException} when the control table cannot be
 * reached or used; whether the change was made is unknown then.
 */
public interface ControlStore extends AutoCloseable {

  /** The pipeline's record, or empty if the pipeline has never run. */
  Optional<PipelineRecord> read(String pipeline);

  /**
   * Makes the caller the owner with a generation one above the record's, provided that nobody
   * acquired, renewed or released the lease since {@code seen}. Checkpoint, phase and facts stay.
   *
   * @param seen the record as last read; only generation, counter and owner matter. Empty if there
   *     was none
   * @return the new record, or empty if somebody else changed the lease since. The same owner
   *     asking again with the same {@code seen} is given the record that it already has
   */
  Optional<PipelineRecord> acquire(
      String pipeline, Owner owner, Optional<PipelineRecord> seen, Instant now);

  /**
   * Shows that the owner lives: counts the lease's counter up.
   *
   * @return false if the generation is not the record's any more, or was released
   */
  boolean renew(String pipeline, long generation, Instant now);

  /**
   * Ends the lease so that the next owner need not wait: the record has no owner any more, and this
   * generation can change nothing more.
   *
   * @return false if the generation is not the record's any more
   */
  boolean release(String pipeline, long generation, Instant now);

  /**
   * Stores facts about the pipeline in one conditional write.
   *
   * @return false if the generation is not the record's any more, or was released; nothing is
   *     stored then
   */
  boolean save(String pipeline, long generation, Update update);

  /**
   * The same as {@link #save}, and forgets the stored checkpoint in the same write: the pipeline
   * has to load again.
   *
   * @param update without a checkpoint
   */
  boolean forgetCheckpoint(String pipeline, long generation, Update update);

  /**
   * Claims a target table for a pipeline, so that no other one writes to it. The first claim stays.
   *
   * @return the claim that the table has, which equals the given one if it holds
   */
  TableClaim claim(String table, TableClaim claim);

  @Override
  void close();

  /**
   * Who holds a lease.
   *
   * @param id unique for a process's life
   * @param description host, process id: for messages
   */
  record Owner(String id, String description) {}

  /**
   * Who writes to a target table.
   *
   * @param pipeline the pipeline's name
   * @param source the source's identity (PostgreSQL: system identifier and database)
   */
  record TableClaim(String pipeline, String source) {}

  /**
   * What to store; absent parts stay as they are.
   *
   * @param checkpoint the new checkpoint
   * @param phase the new phase, as in the contract
   * @param facts other facts by name (source identity, load state); an empty text removes one
   */
  record Update(
      @Nullable Checkpoint checkpoint, @Nullable String phase, Map<String, String> facts) {}

  /**
   * A pipeline as the control table has it.
   *
   * @param generation rises by one with each owner
   * @param counter rises with each renewal
   * @param owner the owner; absent when released
   * @param leaseMicros when the owner last renewed by its own clock; for messages only
   * @param checkpoint absent before the load is complete
   * @param phase as in the contract; absent before the first run
   * @param facts other facts by name
   */
  record PipelineRecord(
      long generation,
      long counter,
      @Nullable Owner owner,
      long leaseMicros,
      @Nullable Checkpoint checkpoint,
      @Nullable String phase,
      Map<String, String> facts) {}
}
