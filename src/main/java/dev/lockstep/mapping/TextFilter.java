package dev.lockstep.mapping;

import java.util.Locale;

/** What a template does with the text of a value. */
sealed interface TextFilter {

  /** The filtered text. */
  String apply(String text);

  /**
   * Zeros in front, after the sign, up to a width, so that numbers sort as text; wider texts stay
   * as they are.
   */
  record Pad(int width) implements TextFilter {
    @Override
    public String apply(String text) {
      int missing = width - text.length();
      if (missing <= 0) {
        return text;
      }
      boolean signed = text.startsWith("-");
      return (signed ? "-" : "") + "0".repeat(missing) + (signed ? text.substring(1) : text);
    }

    @Override
    public String toString() {
      return "pad:" + width;
    }
  }

  /** Lower case, whatever the machine's language. */
  record Lower() implements TextFilter {
    @Override
    public String apply(String text) {
      return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return "lower";
    }
  }

  /** Upper case, whatever the machine's language. */
  record Upper() implements TextFilter {
    @Override
    public String apply(String text) {
      return text.toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return "upper";
    }
  }

  /**
   * {@code %} and {@code #} as {@code %25} and {@code %23}, so that a value cannot be taken for the
   * {@code #} between the parts of a key.
   */
  record Escape() implements TextFilter {
    @Override
    public String apply(String text) {
      return text.indexOf('#') < 0 && text.indexOf('%') < 0
          ? text
          : text.replace("%", "%25").replace("#", "%23");
    }

    @Override
    public String toString() {
      return "escape";
    }
  }
}
