package dev.lockstep.config;

import dev.lockstep.yaml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a section that need more than YAML's own types.
 *
 * @param section the section
 * @param base the folder that relative paths start from
 */
record Keys(Section section, Path base) {

  /** The keys of a required section. */
  Keys required(String key) {
    return new Keys(section.section(key), base);
  }

  /** The keys of a section that need not be there. */
  Keys optional(String key) {
    return new Keys(section.sectionOrEmpty(key), base);
  }

  /** A required text that says something. */
  String text(String key) {
    require(key);
    Optional<String> text = section.optionalText(key);
    if (text.filter(String::isBlank).isPresent()) {
      problem("EMPTY-VALUE", "'" + key + "' is empty", key, "Give '" + key + "' a value.");
    }
    return text.orElse("");
  }

  /** Reports a key that is not there. */
  void require(String key) {
    if (!section.has(key)) {
      section.text(key);
    }
  }

  /** A text, if it is there and says something. */
  @Nullable String textOrNull(String key) {
    return section.optionalText(key).filter(text -> !text.isBlank()).orElse(null);
  }

  /** A text of a certain form, or the fallback. */
  String matching(String key, String fallback, String expected, Predicate<String> form) {
    return section.parsed(key, expected, text -> checked(text, form.test(text))).orElse(fallback);
  }

  /** A secret; an empty one if it is missing. */
  Secret secret(String key) {
    return new Secret(section.text(key, ""));
  }

  /** A whole number. */
  int integer(String key, int fallback, int min, int max) {
    return (int) section.integer(key, fallback, min, max);
  }

  /** A length of time between two limits, both included. */
  Duration duration(String key, String fallback, String min, String max) {
    Duration found = durationOrNull(key, min, max);
    return found == null ? Durations.parse(fallback) : found;
  }

  /** A length of time, if it is there. */
  @Nullable Duration durationOrNull(String key, String min, String max) {
    return between(key, "a duration", min, max, Durations::parse);
  }

  /** An amount of storage, if it is there. */
  @Nullable Size sizeOrNull(String key, String min, String max) {
    return between(key, "a size", min, max, Size::parse);
  }

  /** An amount of memory or storage between two limits, both included. */
  Size size(String key, String fallback, String min, String max) {
    Size found = between(key, "a size", min, max, Size::parse);
    return found == null ? Size.parse(fallback) : found;
  }

  private <T extends Comparable<T>> @Nullable T between(
      String key, String noun, String min, String max, Function<String, T> parser) {
    T least = parser.apply(min);
    T most = parser.apply(max);
    Function<String, T> inRange =
        text -> {
          T value = parser.apply(text);
          return checked(value, value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
        };
    return section.parsed(key, noun + " from " + min + " to " + max, inRange).orElse(null);
  }

  /** A path; a relative one starts from the configuration's folder. */
  @Nullable Path pathOrNull(String key) {
    return section.parsed(key, "a path", this::resolved).orElse(null);
  }

  /** A required path. */
  Path path(String key) {
    require(key);
    Path path = pathOrNull(key);
    return path == null ? base : path;
  }

  /** A path from the configuration's folder. */
  Path resolved(String path) {
    try {
      return base.resolve(checked(path, !path.isBlank())).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }

  private static <T> T checked(T value, boolean good) {
    if (!good) {
      throw new IllegalArgumentException("not as expected");
    }
    return value;
  }

  /** Reports what is wrong with the value of a key. */
  void problem(String code, String what, String key, String remedy) {
    section.problems().error(code, what, section.placeOf(key), remedy);
  }

  /** Reports every key that nobody asked for. */
  void done() {
    section.done();
  }
}
