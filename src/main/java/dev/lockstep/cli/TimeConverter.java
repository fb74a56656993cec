package dev.lockstep.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 30m}, {@code 4h}, {@code 2d}. */
final class TimeConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    try {
      return Duration.parse((upper.endsWith("D") ? "P" : "PT") + upper);
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new TypeConversionException(
          "'" + text + "' is not a time, for example 90s, 30m, 4h or 2d");
    }
  }
}
