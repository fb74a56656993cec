package dev.lockstep.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of the database. What cannot be done has no effect, so any may be left out.
 */
sealed interface Statement {

  /** The table that it names. */
  TableModel table();

  /** A new row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Insert(TableModel table, @Nullable Object[] row) implements Statement {
    @Override
    public String toString() {
      return "INSERT " + table.name() + " " + Arrays.toString(row);
    }
  }

  /** Some columns of a row, its key too. */
  record Update(TableModel table, List<Object> key, Map<String, @Nullable Object> set)
      implements Statement {
    @Override
    public String toString() {
      return "UPDATE " + table.name() + " " + key + " SET " + set;
    }
  }

  /** A row goes, and with it what references it, as declared. */
  record Delete(TableModel table, List<Object> key) implements Statement {
    @Override
    public String toString() {
      return "DELETE " + table.name() + " " + key;
    }
  }

  /** All rows go, and with them those of all tables that have declared references to it. */
  record Truncate(TableModel table) implements Statement {
    @Override
    public String toString() {
      return "TRUNCATE " + table.name() + " CASCADE";
    }
  }

  /** A whole number in each row grows or shrinks, while the key is not checked. */
  record Shift(TableModel table, String column, long by, long order) implements Statement {
    @Override
    public String toString() {
      return "SHIFT " + table.name() + "." + column + " BY " + by;
    }
  }

  /** Two rows swap the value of a column that no two rows share, by way of a third value. */
  record Swap(TableModel table, String column, List<Object> one, List<Object> other)
      implements Statement {
    @Override
    public String toString() {
      return "SWAP " + table.name() + "." + column + " OF " + one + " AND " + other;
    }
  }
}
