package dev.lockstep.daemon;

import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.Version;
import dev.lockstep.draft.ConfigurationDraft;
import dev.lockstep.flow.MappingDiff;
import dev.lockstep.inspect.DraftOutcome;
import dev.lockstep.inspect.DraftRequest;
import dev.lockstep.inspect.Explanation;
import dev.lockstep.inspect.PlanOptions;
import dev.lockstep.inspect.PlanReport;
import dev.lockstep.inspect.Preflight;
import dev.lockstep.inspect.Question;
import dev.lockstep.item.ItemKey;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.verify.Verifications;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All that can be done with a configuration file ({@code lockstep.yaml}): what the commands and the
 * demo are made of. Every method reads the file afresh, blocks, and throws {@link
 * dev.lockstep.problem.LockstepException} with all problems that keep it from its work.
 */
public interface Operations extends Preflight {

  /** What a command must know of a configuration before it works with it. */
  Settings settings(Path configuration);

  /**
   * Writes a first configuration for a source; there must be none yet.
   *
   * @param configuration the file to write
   */
  void draftConfiguration(Path configuration, ConfigurationDraft draft);

  /**
   * Drafts a mapping of the source's tables, and checks source and mapping with it.
   *
   * @param configuration the file that names the source, and the mapping that is to be written
   */
  DraftOutcome draftMapping(Path configuration, DraftRequest request);

  /**
   * What the mapping will do and what it will cost. Asks the source for its tables, and looks at
   * some of their rows, carefully.
   *
   * @param progress told what is being done, where it takes a while
   */
  PlanReport plan(Path configuration, PlanOptions options, Consumer<String> progress)
      throws InterruptedException;

  /**
   * How the mapping differs from the one that the items were made with, and what a start would do
   * about it. Changes nothing.
   */
  MappingDiff mappingDiff(Path configuration);

  /** What a row or an item is about: what there should be, what there is, and the difference. */
  Explanation explain(Path configuration, Question question) throws InterruptedException;

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

  /**
   * Steers the pipeline by its control table, whether a daemon runs it or not.
   *
   * @param orders given at once
   */
  <T> T steer(Path configuration, Function<Steering, T> orders);

  /** The dead letters by the control table, whether a daemon runs or not; close it afterwards. */
  LetterBox deadLetters(Path configuration);

  /**
   * Puts a pipeline to work again that was cut over: the source may overwrite the target again. No
   * daemon may hold its lease.
   *
   * @param by who wants it
   */
  void reopen(Path configuration, String by) throws InterruptedException;

  /** The version that a transaction committing now would at least have. */
  Version sourceVersion(Path configuration);

  /**
   * The verifications of a pipeline, carried out by this process; for when no daemon runs it, which
   * else does that better ({@link PipelineControl#verifications}).
   *
   * @param metrics take what they count
   */
  Verifications verifications(Path configuration, Metrics metrics);

  /** One item as the target has it now; empty if there is none. */
  Optional<StoredItem> item(Path configuration, ItemKey key) throws InterruptedException;

  /**
   * A table that is there now.
   *
   * @param table the DynamoDB table
   * @param created whether it was made now
   * @param detail its keys and indexes in a few words
   */
  record TableOutcome(String table, boolean created, String detail) {}
}
