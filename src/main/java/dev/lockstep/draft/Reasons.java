package dev.lockstep.draft;

import dev.lockstep.source.Spread;
import dev.lockstep.source.TableStructure;
import java.util.Locale;

/** Says in comments why a table became what it became. */
final class Reasons {
  private final Names names;

  Reasons(Names names) {
    this.names = names;
  }

  /** The table and its size. */
  static String size(TableStructure table) {
    String rows = table.rows() < 0 ? "" : ", about " + count(table.rows(), "row");
    return table.table() + rows + ".";
  }

  /** Why rows are carried inside the item of the row that they reference. */
  String embedded(Link link) {
    return number(link) + ". " + tie(link);
  }

  /** Why rows are items in the partition of the row that they reference. */
  String gathered(Link link) {
    String row = names.row(link.parent());
    return "In the partition of its " + row + ". " + number(link) + ". " + tie(link);
  }

  private String number(Link link) {
    String per = " per " + names.row(link.parent());
    Spread spread = link.spread();
    if (link.isOneToOne()) {
      return "At most one" + per;
    }
    if (!spread.isKnown()) {
      return "There are no rows yet to tell how many there are" + per;
    }
    return spread.exact()
        ? "At most " + number(spread.greatest()) + per + ", in " + count(spread.rows(), "row")
        : "About " + number(Math.round(spread.average())) + per + ", by the source's statistics";
  }

  /** Why there is no way from a row to those that reference it. */
  String hot(Link link) {
    return "Not to be found by "
        + String.join(", ", link.columns())
        + ": "
        + number(link).replaceFirst("^A", "a")
        + ", which is much for one partition.";
  }

  private static String tie(Link link) {
    if (link.cascades()) {
      return "The source deletes them together.";
    }
    if (link.isIdentifying()) {
      return "Its key holds the other's.";
    }
    return link.declared()
        ? "The source declares the reference, and nothing else refers to these rows."
        : inferred(link);
  }

  /** That a reference is a guess. */
  static String inferred(Link link) {
    return "The source declares no foreign key; the name "
        + String.join(", ", link.columns())
        + " tells it.";
  }

  private static String count(long n, String what) {
    return number(n) + " " + what + (n == 1 ? "" : "s");
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
