package dev.lockstep.source.postgres;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and extends the publication that carries the tables of a pipeline. */
public final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  private final PostgresOptions options;
  private final PostgresAdmin admin;

  /** Of the pipeline with these options. */
  public Publication(PostgresOptions options, PostgresAdmin admin) {
    this.options = options;
    this.admin = admin;
  }

  /** Those of the tables that are not published. */
  public Set<TableId> missing(Collection<TableId> tables, Collection<TableId> published) {
    Set<TableId> missing = new TreeSet<>(tables);
    missing.removeAll(published);
    return missing;
  }

  /**
   * Makes the publication.
   *
   * @throws LockstepException with {@code REPLICA-IDENTITY} if a table has none
   */
  public void make(Collection<TableId> tables) throws SQLException {
    requireIdentity(tables);
    admin.execute(admin.createPublicationSql(tables));
    LOG.info("made publication {} for {} tables", options.publication(), tables.size());
  }

  /**
   * Adds tables to it.
   *
   * @param missing tables that it does not carry
   * @throws LockstepException with {@code REPLICA-IDENTITY} if a table has none
   */
  public void extend(Set<TableId> missing) throws SQLException {
    if (!missing.isEmpty()) {
      requireIdentity(missing);
      admin.execute(admin.extendPublicationSql(missing));
      LOG.info("added {} to publication {}", missing, options.publication());
    }
  }

  /** To publish a table without an identity would break the application that updates it. */
  private void requireIdentity(Collection<TableId> unpublished) throws SQLException {
    for (TableId table : unpublished) {
      Optional<TableShape> shape = admin.shape(table);
      if (shape.isPresent() && !shape.get().hasIdentity()) {
        throw new LockstepException(noIdentity(table));
      }
    }
  }

  private static Problem noIdentity(TableId table) {
    return Problem.error(
        Category.SOURCE,
        "REPLICA-IDENTITY",
        "the table has no replica identity: once published, the server would refuse every update"
            + " and delete",
        table.toString(),
        "ALTER TABLE "
            + table
            + " REPLICA IDENTITY FULL, or give it a primary key that is not deferrable");
  }
}
