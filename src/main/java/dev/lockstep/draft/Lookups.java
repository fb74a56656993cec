package dev.lockstep.draft;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a row looks up: names of rows that it references, and what its key needs. */
final class Lookups {
  private static final int MOST_LABELS = 2;
  private static final int WIDEST_LABEL = 64;

  private final Design design;
  private final Names names;

  Lookups(Design design, Names names) {
    this.design = design;
    this.names = names;
  }

  /**
   * The lookups of a row, each in one line.
   *
   * @param home the reference to the row that already stands for it; absent if there is none
   * @param path what the key uses
   */
  Map<String, String> of(TableStructure table, @Nullable Link home, List<Link> path) {
    Map<String, String> lookups = new LinkedHashMap<>();
    if (!path.isEmpty()) {
      lookups.put(names.lookup(path.get(0)), chain(path));
    }
    for (Link link : design.from(table)) {
      List<String> labels = labels(link.parent());
      if (!link.equals(home) && !labels.isEmpty()) {
        lookups.putIfAbsent(
            names.lookup(link), "{ " + reference(link) + ", take: " + YamlText.list(labels) + " }");
      }
    }
    return lookups;
  }

  private String chain(List<Link> path) {
    String inner =
        path.size() == 1
            ? ""
            : ", lookup: { "
                + YamlText.key(names.lookup(path.get(1)))
                + ": "
                + chain(path.subList(1, path.size()))
                + " }";
    return "{ " + reference(path.get(0)) + inner + " }";
  }

  private static String reference(Link link) {
    TableStructure parent = link.parent();
    String to = link.isToKey() ? "" : ", to: " + YamlText.list(link.toColumns());
    String identity = parent.primary() ? "" : ", identity: " + YamlText.list(parent.key());
    return "from: "
        + YamlText.value(parent.table().toString())
        + ", by: "
        + YamlText.oneOrList(link.columns())
        + to
        + identity;
  }

  /** The columns by which people know a row, in the table's order. */
  private static List<String> labels(TableStructure table) {
    List<String> best =
        table.fields().stream()
            .filter(Lookups::isLabel)
            .map(Field::name)
            .sorted(Comparator.comparingInt(Words::labelRank))
            .limit(MOST_LABELS)
            .toList();
    return table.fields().stream().map(Field::name).filter(best::contains).toList();
  }

  private static boolean isLabel(Field field) {
    boolean text = field.type().kind() == Kind.TEXT || field.type().kind() == Kind.ENUM;
    return text
        && Obstacles.isSent(field)
        && field.width() <= WIDEST_LABEL
        && Words.labelRank(field.name()) >= 0
        && !Words.isSecret(field.name());
  }
}
