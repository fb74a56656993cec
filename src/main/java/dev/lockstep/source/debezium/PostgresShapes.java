package dev.lockstep.source.debezium;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.postgres.PostgresTypes;
import dev.lockstep.source.postgres.PostgresValues;
import dev.lockstep.source.postgres.TableShape;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Asks PostgreSQL's catalogue, which may already tell of a later time than the log. */
final class PostgresShapes implements TableShapes {
  private final PostgresTypes types;
  private final Function<TableId, Optional<TableShape>> catalogue;

  PostgresShapes(PostgresTypes types, Function<TableId, Optional<TableShape>> catalogue) {
    this.types = types;
    this.catalogue = catalogue;
  }

  @Override
  public Shape shape(TableId table, @Nullable Schema rowKey, List<String> identity) {
    TableShape shape = catalogue.apply(table).orElseThrow(() -> tableGone(table));
    List<String> key = identity.isEmpty() ? shape.primaryKey() : identity;
    return new Shape(key, shape.isDeferrable(key), shape.fullIdentity(), shape.identityColumns());
  }

  private static LockstepException tableGone(TableId table) {
    return new LockstepException(
        Problem.error(
            Category.SOURCE,
            "SOURCE-TABLE-MISSING",
            "a change came for a table that does not exist any more",
            table.toString(),
            "bring the table back or change the mapping, then load again"));
  }

  @Override
  public ColumnType columnType(Schema field) {
    return types.columnType(CanonicalSchemas.typeName(field));
  }

  @Override
  public Object parse(ColumnType type, String text) {
    return PostgresValues.parse(type, text);
  }
}
