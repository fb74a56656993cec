package dev.lockstep.draft;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What names tell. */
final class Words {
  private static final Pattern SIMPLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern BETWEEN =
      Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");
  private static final Set<String> SECRETS =
      Set.of(
          "password",
          "passwd",
          "passwort",
          "pwd",
          "passphrase",
          "passcode",
          "hash",
          "salt",
          "token",
          "secret",
          "credential",
          "credentials",
          "otp",
          "totp",
          "cvv",
          "cvc",
          "ssn",
          "apikey");
  private static final List<String> SECRET_PAIRS =
      List.of("api key", "private key", "secret key", "access key", "card number");
  private static final Set<String> LOGS =
      Set.of(
          "event",
          "events",
          "log",
          "logs",
          "history",
          "audit",
          "audits",
          "message",
          "messages",
          "notification",
          "notifications",
          "session",
          "sessions",
          "metric",
          "metrics",
          "reading",
          "readings",
          "measurement",
          "measurements",
          "transaction",
          "transactions",
          "visit",
          "visits");
  private static final Map<String, String> IRREGULAR =
      Map.of("people", "person", "children", "child", "men", "man", "women", "woman");
  private static final List<String> LABELS =
      List.of(
          "name",
          "title",
          "label",
          "code",
          "sku",
          "symbol",
          "slug",
          "username",
          "display_name",
          "full_name",
          "first_name",
          "last_name");

  private Words() {}

  /** The words of a name in lower case. */
  private static List<String> of(String name) {
    return Arrays.stream(BETWEEN.split(name))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Whether a column's values look as if they should not be copied. */
  static boolean isSecret(String column) {
    List<String> words = of(column);
    String joined = " " + String.join(" ", words) + " ";
    return words.stream().anyMatch(SECRETS::contains)
        || words.stream().anyMatch(w -> w.contains("password") || w.contains("passwd"))
        || SECRET_PAIRS.stream().anyMatch(pair -> joined.contains(" " + pair + " "));
  }

  /** Whether a table looks like one to which rows are added for ever. */
  static boolean isLog(String table) {
    return of(table).stream().anyMatch(LOGS::contains);
  }

  /** How well a column names its row: 0 best; -1 not at all. */
  static int labelRank(String column) {
    return LABELS.indexOf(column.toLowerCase(Locale.ROOT));
  }

  /** Whether a column is called an id of something. */
  static boolean isId(String column) {
    return column.toLowerCase(Locale.ROOT).endsWith("id");
  }

  /** Whether a name can stand anywhere in a mapping without further thought. */
  static boolean isSimple(String name) {
    return SIMPLE.matcher(name).matches();
  }

  /** Whether a column can stand in a template. */
  static boolean fitsTemplate(String column) {
    return column.chars().noneMatch(c -> c == '|' || c == '{' || c == '}')
        && column.strip().equals(column);
  }

  /** The name in words of ASCII letters and digits with something between them. */
  static String slug(String name, String between) {
    String text = String.join(between, of(name)).replaceAll("[^a-z0-9" + between + "]", "x");
    return text.isEmpty() ? "x" : text;
  }

  /** A word for one of what a table holds. */
  static String singular(String plural) {
    String lower = plural.toLowerCase(Locale.ROOT);
    if (IRREGULAR.containsKey(lower)) {
      return IRREGULAR.getOrDefault(lower, plural);
    }
    if (lower.length() < 4 || lower.matches(".*(ss|us|is|news|series|data)")) {
      return plural;
    }
    if (lower.endsWith("ies") && !lower.matches(".*(ov|ok)ies")) {
      return plural.substring(0, plural.length() - 3) + "y";
    }
    if (lower.matches(".*(sses|shes|ches|xes|zzes|tuses|ruses|buses)")) {
      return plural.substring(0, plural.length() - 2);
    }
    return lower.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
  }

  /** What a referencing column calls its parent: {@code customer_id} gives {@code customer}. */
  static String stem(String column) {
    String stem = column.replaceFirst("(?i)_(id|fk|key|code|no|nr|uuid)$", "");
    return stem.equals(column) ? column.replaceFirst("(?<=[a-z])(Id|ID)$", "") : stem;
  }
}
