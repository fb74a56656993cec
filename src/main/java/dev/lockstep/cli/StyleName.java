package dev.lockstep.cli;

import dev.lockstep.draft.Style;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a style as people write it: {@code table-per-entity}. */
final class StyleName implements ITypeConverter<Style> {
  @Override
  public Style convert(String value) {
    return Arrays.stream(Style.values())
        .filter(style -> nameOf(style).equals(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no style '"
                        + value
                        + "'; use "
                        + Arrays.stream(Style.values())
                            .map(StyleName::nameOf)
                            .collect(Collectors.joining(" or "))));
  }

  private static String nameOf(Style style) {
    return style.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
