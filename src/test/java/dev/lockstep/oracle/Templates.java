package dev.lockstep.oracle;

import dev.lockstep.oracle.MappingModel.ValueModel;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fills templates. */
final class Templates {
  private Templates() {}

  /** A value of a column and its kind. */
  record Held(Kind kind, @Nullable Object value) {}

  /**
   * The text; null if there is none.
   *
   * @param strict whether one NULL is enough for that; else all must be NULL
   */
  static @Nullable String text(
      ValueModel.Template template, boolean strict, Function<String, Held> columns) {
    StringBuilder text = new StringBuilder();
    int holes = 0;
    int nulls = 0;
    for (ValueModel.Part part : template.parts()) {
      text.append(part.literal());
      if (part.path().isPresent()) {
        Held held = columns.apply(part.path().get());
        holes++;
        nulls += held.value() == null ? 1 : 0;
        text.append(held.value() == null ? "" : filtered(held, part.filters()));
      }
    }
    boolean nothing = nulls > 0 && (strict || nulls == holes);
    return nothing ? null : text.toString();
  }

  private static String filtered(Held held, List<String> filters) {
    String text = held.kind().text(Objects.requireNonNull(held.value()));
    for (String filter : filters) {
      text =
          switch (filter) {
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "escape" -> text.replace("%", "%25").replace("#", "%23");
            case "pad:4" -> padded(text);
            case "utc:day" -> text.substring(0, 10);
            default -> throw new IllegalArgumentException(filter);
          };
    }
    return text;
  }

  private static String padded(String number) {
    boolean negative = number.startsWith("-");
    String zeros = "0".repeat(Math.max(0, 4 - number.length()));
    return negative ? "-" + zeros + number.substring(1) : zeros + number;
  }
}
