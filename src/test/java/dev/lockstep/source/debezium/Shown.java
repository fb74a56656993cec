package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Change;
import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.Row;
import dev.lockstep.change.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes as text, for comparison by eye: {@code + 1,x}, {@code - 1,x}, {@code 1,x > 1,y}. */
final class Shown {
  private Shown() {}

  static Change only(Transaction transaction) {
    assertThat(transaction.changes()).hasSize(1);
    return transaction.changes().get(0);
  }

  static Row row(List<Change> changes, String table) {
    return changes.stream()
        .filter(change -> change.table().name().equals(table))
        .map(change -> ((Change.Read) change).row())
        .findFirst()
        .orElseThrow();
  }

  static List<String> text(List<Change> changes) {
    return changes.stream().map(Shown::text).toList();
  }

  static String text(Change change) {
    if (change instanceof Change.Insert insert) {
      return "+ " + text(insert.row());
    }
    if (change instanceof Change.Delete delete) {
      return "- " + text(delete.before());
    }
    Change.Update update = (Change.Update) change;
    return text(update.before()) + " > " + text(update.after());
  }

  static String text(@Nullable Row row) {
    if (row == null) {
      return "?";
    }
    String all = row.toString();
    return all.substring(all.indexOf('[') + 1, all.length() - 1).replace(", ", ",");
  }

  static String columns(Row row) {
    return row.schema().columns().stream().map(column -> column.name()).toList().toString();
  }

  /** Each key with what it holds afterwards and where that came from. */
  static List<String> net(NetTransaction net) {
    return net.rows().stream().map(row -> row.key() + " " + row.after() + row.movedFrom()).toList();
  }
}
