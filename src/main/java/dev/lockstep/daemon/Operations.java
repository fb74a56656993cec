package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.verify.Verdict;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that can be done with a configuration file ({@code lockstep.yaml}): what the commands and the
 * demo are made of. Every method reads the file afresh, blocks, and throws {@link
 * dev.lockstep.problem.LockstepException} with all problems that keep it from its work.
 */
public interface Operations extends Preflight {

  /** What a command must know of a configuration before it works with it. */
  Settings settings(Path configuration);

  /** The compiled mapping, as people and programs read it. Asks the source for its tables. */
  PlanText plan(Path configuration);

  /**
   * Makes the target tables and the control table where they are missing; waits until they can be
   * used.
   *
   * @param progress told of each table as soon as it is there
   */
  void createTables(Path configuration, Consumer<TableOutcome> progress)
      throws InterruptedException;

  /**
   * Starts the pipeline; returns at once, in phase {@link Phase#STARTING}. What keeps it from
   * starting is its {@link PipelineControl#awaitEnd end}.
   */
  PipelineControl start(Path configuration, Metrics metrics, StartMode mode);

  /** The version that a transaction committing now would at least have. */
  Version sourceVersion(Path configuration);

  /**
   * Compares every item of the target tables with what the source says now. Only meaningful while
   * the source is quiet and its changes are applied.
   *
   * @param limit how many differences the verdict names
   */
  Verdict compare(Path configuration, int limit) throws InterruptedException;

  /** One item as the target has it now; empty if there is none. */
  Optional<StoredItem> item(Path configuration, ItemKey key) throws InterruptedException;

  /**
   * The compiled mapping.
   *
   * @param text for people
   * @param json for programs, indented
   */
  record PlanText(String text, String json) {}

  /**
   * A table that is there now.
   *
   * @param table the DynamoDB table
   * @param created whether it was made now
   * @param detail its keys and indexes in a few words
   */
  record TableOutcome(String table, boolean created, String detail) {}
}
