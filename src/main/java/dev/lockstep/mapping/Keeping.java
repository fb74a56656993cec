package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers which rows and columns all item types together need to be kept, and why. */
final class Keeping {
  private final Map<TableId, Draft> drafts = new LinkedHashMap<>();

  /** A kept table as far as it is known. */
  private record Draft(
      TableSchema schema,
      Set<String> columns,
      List<List<String>> indexes,
      List<KeptReason> reasons) {

    Draft(TableSchema schema) {
      this(schema, new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>());
    }

    KeptTable table() {
      return new KeptTable(schema.table(), schema.keyColumns(), inOrder(schema, columns), indexes);
    }
  }

  private Draft draft(SourceTable source) {
    return drafts.computeIfAbsent(source.schema().table(), t -> new Draft(source.schema()));
  }

  /**
   * Asks for columns of a table.
   *
   * @param user who needs them: {@code order.lines.product}
   * @param why what for
   */
  void keep(SourceTable source, String user, String why, Collection<String> columns) {
    if (!columns.isEmpty()) {
      Draft draft = draft(source);
      draft.columns().addAll(columns);
      draft.reasons().add(new KeptReason(user, why, inOrder(draft.schema(), columns)));
    }
  }

  /** The place of an index over columns that are kept. */
  int index(SourceTable source, List<String> columns) {
    List<List<String>> indexes = draft(source).indexes();
    int place = indexes.indexOf(columns);
    if (place < 0) {
      indexes.add(List.copyOf(columns));
    }
    return place < 0 ? indexes.size() - 1 : place;
  }

  List<KeptTable> tables() {
    return drafts.values().stream().map(Draft::table).toList();
  }

  Map<TableId, List<KeptReason>> reasons() {
    Map<TableId, List<KeptReason>> reasons = new LinkedHashMap<>();
    drafts.forEach((table, draft) -> reasons.put(table, List.copyOf(draft.reasons())));
    return reasons;
  }

  private static List<String> inOrder(TableSchema schema, Collection<String> columns) {
    return schema.columns().stream().map(Column::name).filter(columns::contains).toList();
  }
}
