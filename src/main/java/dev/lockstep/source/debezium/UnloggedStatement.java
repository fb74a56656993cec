package dev.lockstep.source.debezium;

import dev.lockstep.change.TableId;
import dev.lockstep.problem.Category;
import dev.lockstep.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of MySQL's log that adds or removes rows without logging them: of a whole partition,
 * or of the file that a table is in.
 *
 * @param text the statement, without what it says in comments and literals
 * @param tables whose rows it may have changed
 */
record UnloggedStatement(String text, List<TableId> tables) {
  private static final String CODE = "ROWS-UNLOGGED";
  private static final int ALL = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  /** Nearly every statement is none of these, and lacks the words. */
  private static final Pattern HINT = Pattern.compile("PARTITION|TABLESPACE", ALL);

  private static final Pattern LITERAL =
      Pattern.compile(
          "'[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+'|\"[^\"\\\\]*+(?:(?:\\\\.|\"\")[^\"\\\\]*+)*+\"",
          ALL);
  private static final Pattern COMMENT = Pattern.compile("/\\*[^!].*?\\*/|(?:#|--\\s)[^\n]*", ALL);

  /** What is in these comments is carried out. */
  private static final Pattern EXECUTED = Pattern.compile("/\\*!\\d*|\\*/");

  private static final String NAME = "(`(?:[^`]|``)+`|[\\w$]+)";
  private static final String TABLE = NAME + "(?:\\s*\\.\\s*" + NAME + ")?";
  private static final Pattern ALTER = Pattern.compile("\\s*ALTER\\s+TABLE\\s+" + TABLE, ALL);
  private static final Pattern ACTION =
      Pattern.compile(
          "\\b(?:(?:DROP|TRUNCATE)\\s+PARTITION\\b"
              + "|(?:DISCARD|IMPORT)\\s+(?:PARTITION|TABLESPACE)\\b"
              + "|EXCHANGE\\s+PARTITION\\b.*?\\bWITH\\s+TABLE\\s+"
              + TABLE
              + ")",
          ALL);

  /** Reads a statement; it has no tables if it is not one of these. */
  static UnloggedStatement read(String sql, String database) {
    if (!HINT.matcher(sql).find()) {
      return new UnloggedStatement(sql, List.of());
    }
    String text = bare(sql);
    Matcher alter = ALTER.matcher(text);
    List<TableId> tables = new ArrayList<>();
    if (alter.lookingAt()) {
      Matcher action = ACTION.matcher(text);
      for (int from = alter.end(); action.find(from); from = action.end()) {
        tables.add(table(alter, database));
        if (action.group(1) != null) {
          tables.add(table(action, database));
        }
      }
    }
    return new UnloggedStatement(text.strip(), tables.stream().distinct().toList());
  }

  private static String bare(String sql) {
    String plain = LITERAL.matcher(sql).replaceAll("''");
    String told = COMMENT.matcher(plain).replaceAll(" ");
    return EXECUTED.matcher(told).replaceAll(" ");
  }

  private static TableId table(Matcher named, String database) {
    String first = name(named.group(1));
    return named.group(2) == null
        ? new TableId(database, first)
        : new TableId(first, name(named.group(2)));
  }

  private static String name(String written) {
    return written.startsWith("`")
        ? written.substring(1, written.length() - 1).replace("``", "`")
        : written;
  }

  /** Why the log can no longer be followed. */
  Problem problem(TableId table) {
    return Problem.error(
        Category.SOURCE,
        CODE,
        what(),
        table.toString(),
        "load again, with 'lockstep run --reload'; where whole partitions come and go all the time,"
            + " source.on-unlogged-rows: ignore leaves it to a verification");
  }

  /** What has to be seen to, though the log is followed. */
  Problem warning(TableId table) {
    return Problem.warning(
        Category.SOURCE,
        CODE,
        what(),
        table.toString(),
        "find and repair the items with 'lockstep verify --repair --delete-extra'");
  }

  private String what() {
    return "a statement has added or removed rows that are in no log: " + text;
  }
}
