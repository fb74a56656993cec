package dev.lockstep.source.mysql;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The character sets in which the binary log has texts, by MySQL's names: those that Java knows
 * too, and that Debezium does not take for another one (it does {@code koi8u}).
 */
final class MysqlCharsets {
  private static final String LATIN1 = "latin1";
  private static final char MARK = '\uFEFF';
  private static final Set<String> MARKED = Set.of("ucs2", "utf16");
  private static final char UNDEFINED = '\uFFFD';

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("utf8", "UTF-8"),
          Map.entry("utf8mb3", "UTF-8"),
          Map.entry("utf8mb4", "UTF-8"),
          Map.entry("ascii", "US-ASCII"),
          Map.entry("binary", "ISO-8859-1"),
          Map.entry("ucs2", "UTF-16BE"),
          Map.entry("utf16", "UTF-16BE"),
          Map.entry("utf16le", "UTF-16LE"),
          Map.entry("utf32", "UTF-32BE"),
          Map.entry(LATIN1, "windows-1252"),
          Map.entry("latin2", "ISO-8859-2"),
          Map.entry("latin5", "ISO-8859-9"),
          Map.entry("latin7", "ISO-8859-13"),
          Map.entry("greek", "ISO-8859-7"),
          Map.entry("hebrew", "ISO-8859-8"),
          Map.entry("cp1250", "windows-1250"),
          Map.entry("cp1251", "windows-1251"),
          Map.entry("cp1256", "windows-1256"),
          Map.entry("cp1257", "windows-1257"),
          Map.entry("cp850", "IBM850"),
          Map.entry("cp852", "IBM852"),
          Map.entry("cp866", "IBM866"),
          Map.entry("koi8r", "KOI8-R"),
          Map.entry("tis620", "TIS-620"),
          Map.entry("big5", "Big5"),
          Map.entry("gb2312", "GB2312"),
          Map.entry("gbk", "GBK"),
          Map.entry("gb18030", "GB18030"),
          Map.entry("sjis", "Shift_JIS"),
          Map.entry("cp932", "windows-31j"),
          Map.entry("ujis", "EUC-JP"),
          Map.entry("eucjpms", "EUC-JP"),
          Map.entry("euckr", "EUC-KR"),
          Map.entry("macroman", "x-MacRoman"),
          Map.entry("macce", "x-MacCentralEurope"));

  private MysqlCharsets() {}

  /** Whether texts in a character set can be read; absent for what is no text. */
  static boolean isReadable(@Nullable String name) {
    return name == null || NAMES.containsKey(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Reads text.
   *
   * @param name of the character set; absent for the server's own
   * @throws IllegalArgumentException if it is not known here
   */
  static String decode(@Nullable String name, byte[] bytes) {
    String known = name == null ? "utf8mb4" : name.toLowerCase(Locale.ROOT);
    String text = new String(bytes, charset(known));
    return known.equals(LATIN1) ? withUndefined(text, bytes) : withoutMark(known, text);
  }

  /** The reader of a load writes a mark of the order of bytes before the text; the log does not. */
  private static String withoutMark(String name, String text) {
    boolean marked = MARKED.contains(name) && !text.isEmpty() && text.charAt(0) == MARK;
    return marked ? text.substring(1) : text;
  }

  private static Charset charset(String name) {
    String java = NAMES.get(name);
    if (java == null || !Charset.isSupported(java)) {
      throw new IllegalArgumentException("texts in the character set " + name + " cannot be read");
    }
    return name.startsWith("utf8") ? StandardCharsets.UTF_8 : Charset.forName(java);
  }

  /** MySQL's latin1 is Windows' with its five gaps filled: 0x81 is U+0081. */
  private static String withUndefined(String text, byte[] bytes) {
    if (text.indexOf(UNDEFINED) < 0) {
      return text;
    }
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      if (characters[i] == UNDEFINED) {
        characters[i] = (char) (bytes[i] & 0xFF);
      }
    }
    return new String(characters);
  }
}
