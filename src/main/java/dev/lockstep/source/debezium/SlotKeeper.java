package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.postgres.Lsn;
import dev.lockstep.source.postgres.PostgresAdmin;
import dev.lockstep.source.postgres.PostgresOptions;
import dev.lockstep.source.postgres.Publication;
import dev.lockstep.source.postgres.SlotState;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings slot and publication into the state that a run of the engine needs. A load begins with a
 * slot made anew, so that its snapshot has a place in the log that is beyond all earlier ones; a
 * resumption needs the slot and the publication as they were left.
 */
final class SlotKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SlotKeeper.class);
  private static final String RELOAD =
      "changes may be lost: load again, with 'lockstep run --reload'";

  private final PostgresOptions options;
  private final PostgresAdmin admin;
  private final Publication publication;
  private final Collection<TableId> tables;

  SlotKeeper(PostgresOptions options, PostgresAdmin admin, Collection<TableId> tables) {
    this.options = options;
    this.admin = admin;
    this.publication = new Publication(options, admin);
    this.tables = tables;
  }

  /**
   * Before a load: the publication carries the tables, and there is no slot.
   *
   * @throws LogBusyException if somebody reads from the slot
   */
  void prepareLoad() throws SQLException {
    requireLogicalLog();
    Optional<Collection<TableId>> published = admin.published();
    if (published.isEmpty()) {
      publication.make(tables);
    } else {
      publication.extend(publication.missing(tables, published.get()));
    }
    Optional<SlotState> slot = admin.slot();
    if (slot.isPresent()) {
      requireFree(slot.get());
      admin.dropSlot();
      LOG.info("dropped replication slot {}: it is made anew for the load", options.slot());
    }
  }

  /**
   * Before a resumption from a durable position.
   *
   * @throws LogBusyException if somebody reads from the slot
   */
  void prepareResume(long durable) throws SQLException {
    requireLogicalLog();
    SlotState slot =
        admin
            .slot()
            .orElseThrow(() -> fatal("SLOT-MISSING", "the replication slot is gone", RELOAD));
    if (slot.isLost()) {
      throw fatal("SLOT-LOST", "the server has thrown away log that is still needed", RELOAD);
    }
    if (Long.compareUnsigned(slot.confirmedLsn(), durable) > 0) {
      throw fatal(
          "SLOT-AHEAD",
          "the slot was advanced to "
              + Lsn.format(slot.confirmedLsn())
              + " by somebody else, beyond the checkpoint at "
              + Lsn.format(durable),
          RELOAD);
    }
    requirePublished();
    requireFree(slot);
  }

  /** A publication made or extended now says nothing of the log that was written before. */
  private void requirePublished() throws SQLException {
    Collection<TableId> published =
        admin
            .published()
            .orElseThrow(() -> fatal("PUBLICATION-MISSING", "the publication is gone", RELOAD));
    Set<TableId> missing = publication.missing(tables, published);
    if (!missing.isEmpty()) {
      throw fatal(
          "PUBLICATION-INCOMPLETE",
          "the publication " + options.publication() + " does not carry " + missing,
          RELOAD);
    }
  }

  private void requireLogicalLog() throws SQLException {
    String level = admin.setting("wal_level");
    if (!"logical".equals(level)) {
      throw fatal(
          "WAL-LEVEL",
          "wal_level is " + level + ", so the log does not carry changes",
          "set wal_level = logical (rds.logical_replication = 1 on Amazon RDS) and restart the"
              + " server");
    }
  }

  private void requireFree(SlotState slot) {
    if (slot.active()) {
      throw new LogBusyException(busy(slot.activePid()));
    }
  }

  private Problem busy(int pid) {
    return problem(
        "SLOT-ACTIVE",
        "replication slot " + options.slot() + " is being read by server process " + pid,
        "stop the other reader (SELECT pg_terminate_backend("
            + pid
            + ")), or name another slot in source.slot");
  }

  private LockstepException fatal(String code, String what, String remedy) {
    return new LockstepException(problem(code, what, remedy));
  }

  private Problem problem(String code, String what, String remedy) {
    return Problem.error(
        Category.SOURCE, code, what, options.address() + " slot " + options.slot(), remedy);
  }
}
