package dev.lockstep.cli;

import dev.lockstep.flow.LoadReport.BuiltItems;
import dev.lockstep.flow.LoadReport.LoadedTable;
import java.util.Locale;

/** How far the load of one table is, as a line of text. */
public final class LoadLine {
  private static final double NEARLY_ALL = 0.95;

  private LoadLine() {}

  /**
   * The line.
   *
   * @param nameWidth to which the table's name is padded, characters
   * @param barWidth of the bar, characters
   */
  public static String of(LoadedTable table, int nameWidth, int barWidth) {
    return line(table.table(), nameWidth, share(table), barWidth, rows(table));
  }

  /** The line for the building of one item type. */
  static String of(BuiltItems type, int nameWidth, int barWidth) {
    Long roots = type.roots();
    LoadedTable same = new LoadedTable(type.itemType(), type.built(), roots, type.done());
    String items = Quantities.count(type.built(), "item");
    String most = type.done() || roots == null ? "" : " of " + Quantities.count(roots) + " at most";
    return line(type.itemType(), nameWidth, share(same), barWidth, items + most);
  }

  private static String line(
      String name, int nameWidth, double share, int barWidth, String progress) {
    String padded = String.format(Locale.ROOT, "%-" + Math.max(1, nameWidth) + "s", name);
    return padded + "  " + Quantities.bar(share, barWidth) + "  " + progress;
  }

  // An estimate may be too low: only what is done is shown as full.
  private static double share(LoadedTable table) {
    if (table.done()) {
      return 1;
    }
    Long estimated = table.estimated();
    return estimated == null || estimated <= 0
        ? 0
        : Math.min(NEARLY_ALL, table.rows() / (double) estimated);
  }

  private static String rows(LoadedTable table) {
    String rows = Quantities.count(table.rows(), "row");
    Long estimated = table.estimated();
    return table.done() || estimated == null || estimated <= 0
        ? rows
        : rows + " of about " + Quantities.count(estimated);
  }
}
