package dev.lockstep.source;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableId;
import dev.lockstep.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A table as a designer of items looks at it.
 *
 * @param table its name
 * @param fields its columns in order, those included that the change stream does not carry
 * @param key the columns that identify a row; empty if nothing does
 * @param primary whether they are the primary key, so that a mapping need not name them
 * @param uniqueKeys sets of columns that the source keeps unique
 * @param references its declared foreign keys
 * @param rows the source's own estimate; -1 unknown
 * @param rowBytes average size of a row; -1 unknown
 * @param obstacles the errors that {@link SourceCatalog#check} would find with the table
 */
public record TableStructure(
    TableId table,
    List<Field> fields,
    List<String> key,
    boolean primary,
    List<List<String>> uniqueKeys,
    List<Reference> references,
    long rows,
    long rowBytes,
    List<Problem> obstacles) {

  /**
   * A column.
   *
   * @param name its name
   * @param type how its values are held
   * @param nullable whether it may be NULL
   * @param generated whether the source computes it, and so does not send it
   * @param digits the most digits of a decimal without fraction; 0 if unknown, or anything else
   * @param width average bytes of a value; -1 unknown
   */
  public record Field(
      String name, ColumnType type, boolean nullable, boolean generated, int digits, int width) {}

  /**
   * A declared foreign key.
   *
   * @param columns of this table, in the key's order
   * @param to the table that they reference
   * @param toColumns the columns there that they equal
   * @param cascades whether a row goes with the row that it references (ON DELETE CASCADE)
   */
  public record Reference(
      List<String> columns, TableId to, List<String> toColumns, boolean cascades) {}

  /** A column by its name. */
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
