package dev.lockstep.source;

import dev.lockstep.change.Row;
import dev.lockstep.change.RowKey;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableNeeds;
import dev.lockstep.change.TableSchema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: a careful look into the source, that production does not feel. Reads only; all reads see
 * one state of the source, until one of them fails; every statement has a time limit and a limit of
 * rows. What takes longer is a problem {@code SOURCE-TIMEOUT}. Blocks. Not thread-safe.
 */
public interface SourceProbe extends AutoCloseable {

  /**
   * Which rows are asked for.
   *
   * @param columns of the table
   * @param values that the columns have, in the same order, held as a row holds them; if one is
   *     null, there are no rows
   * @param after only rows with a greater key, as the source orders keys; null for all
   */
  record Condition(
      List<String> columns, List<? extends @Nullable Object> values, @Nullable RowKey after) {}

  /**
   * Rows from all over a table, in no order. Reads about as many pages as rows are asked for, never
   * the whole of a large table; the same rows again as long as the table does not change.
   *
   * @param schema the columns to read
   * @param rows the most that come
   */
  List<Row> sample(TableSchema schema, int rows);

  /**
   * The same with a seed: another seed gives other rows, the same one the same.
   *
   * @param seed from 0 on
   */
  List<Row> sample(TableSchema schema, int rows, int seed);

  /**
   * The next rows of a table in the order in which the source has its keys. Reads about as many
   * rows as come.
   *
   * @param schema the columns to read; with a key
   * @param after the key of the last row that is known; null for the beginning
   * @param limit the most that come
   */
  List<Row> rowsAfter(TableSchema schema, @Nullable RowKey after, int limit);

  /**
   * The rows whose columns have one of several combinations of values, in no order. Texts that the
   * source takes for equal to one of those may come too.
   *
   * @param schema the columns to read
   * @param columns of the table
   * @param values combinations of values that the columns have, in the same order, held as a row
   *     holds them; no two the same, none null
   * @param limit the most that come
   */
  List<Row> rowsIn(
      TableSchema schema, List<String> columns, Collection<? extends List<?>> values, int limit);

  /** Lets go of the state that was seen so far: the next read sees the present one. */
  void refresh();

  /**
   * The rows that meet a condition, by key.
   *
   * @param schema the columns to read
   * @param limit the most that come
   */
  List<Row> rowsWhere(TableSchema schema, Condition condition, int limit);

  /**
   * The rows whose columns have values that somebody wrote as text, as SQL would take it.
   *
   * @param schema the columns to read
   * @param texts by column
   * @param limit the most that come
   * @throws dev.lockstep.problem.LockstepException {@code VALUE-UNREADABLE} if a text is no value
   *     of its column
   */
  List<Row> find(TableSchema schema, Map<String, String> texts, int limit);

  /** How much was changed in tables so far; those without statistics are absent. */
  Activity activity(Collection<TableId> tables);

  /**
   * The index by which rows with given values of some columns are found without reading the table:
   * the statement that makes it, or empty if there is one.
   */
  Optional<String> missingIndex(TableId table, List<String> columns);

  /** What the source must allow a pipeline over these tables, each with the statement for it. */
  List<Requirement> requirements(Map<TableId, TableNeeds> tables);

  @Override
  void close();

  /**
   * Something that the source must allow.
   *
   * @param purpose what for, in a few words
   * @param statement what an administrator runs for it
   * @param met whether it is so already
   */
  record Requirement(String purpose, String statement, boolean met) {}
}
