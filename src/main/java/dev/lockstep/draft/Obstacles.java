package dev.lockstep.draft;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.List;
import java.util.Optional;

/** Says what keeps a table or a column out of a mapping. */
final class Obstacles {
  private static final List<String> RESERVED = List.of("_v", "_ts", "_deleted");

  private Obstacles() {}

  /**
   * Why a table cannot be mapped as it is.
   *
   * @param why what is in the way
   * @param remedy what to do about it; empty text if there is nothing
   */
  record LeftOut(String why, String remedy) {}

  /** Why a table cannot be mapped; empty if it can. */
  static Optional<LeftOut> of(TableStructure table) {
    if (!table.obstacles().isEmpty()) {
      Problem first = table.obstacles().get(0);
      return Optional.of(new LeftOut(first.what(), first.remedy()));
    }
    if (table.table().schema().contains(".")) {
      return because("a mapping cannot name a schema with a dot");
    }
    return table.key().stream()
        .filter(column -> !isUsable(table, column))
        .findFirst()
        .flatMap(
            column ->
                because(
                    "its key holds the column '"
                        + column
                        + "', which is not sent or cannot stand in a template"));
  }

  private static Optional<LeftOut> because(String why) {
    return Optional.of(new LeftOut(why, ""));
  }

  /** Whether a column can be part of a key. */
  static boolean isUsable(TableStructure table, String column) {
    return Words.fitsTemplate(column) && table.field(column).map(Obstacles::isSent).orElse(false);
  }

  /** Whether the change stream carries a column. */
  static boolean isSent(Field field) {
    return !field.generated() && isCarried(field);
  }

  /** Whether the values of a column's type can be carried without loss. */
  static boolean isCarried(Field field) {
    return field.type().kind() != Kind.UNSUPPORTED
        && (field.type().element() == null || field.type().element().kind() != Kind.UNSUPPORTED);
  }

  /** Whether Lockstep keeps a name for itself. */
  static boolean isReserved(String column) {
    return RESERVED.contains(column);
  }
}
