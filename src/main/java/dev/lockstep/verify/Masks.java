package dev.lockstep.verify;

import dev.lockstep.item.TypedJson;
import dev.lockstep.item.Value;
import dev.lockstep.verify.AttributeDifference.Shown;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which values are never shown. A mask is the path of an attribute ({@code address.street}), with
 * all that is below it; positions in lists do not count, so {@code lines.price} masks the price of
 * every line. {@code *} masks everything. Immutable.
 */
public final class Masks {
  /** Nothing is masked. */
  public static final Masks NONE = new Masks(Set.of());

  /** The longest value that is shown whole, characters. */
  static final int LONGEST = 512;

  private static final String EVERYTHING = "*";
  private static final String HIDDEN = "***";

  private final Set<String> paths;

  private Masks(Set<String> paths) {
    this.paths = paths;
  }

  /** Masks of some paths. */
  public static Masks of(Collection<String> paths) {
    return new Masks(paths.stream().map(Masks::plain).collect(Collectors.toUnmodifiableSet()));
  }

  private static String plain(String path) {
    return path.strip().replaceAll("\\[\\d*]", "");
  }

  /** Differences as they may be shown. */
  public List<AttributeDifference> show(List<ValueDifference> differences) {
    return differences.stream().map(this::show).toList();
  }

  private AttributeDifference show(ValueDifference difference) {
    String path = plain(difference.path());
    return new AttributeDifference(
        difference.path(), shown(path, difference.expected()), shown(path, difference.stored()));
  }

  private @Nullable Shown shown(String path, @Nullable Value value) {
    if (value == null) {
      return null;
    }
    return new Shown(type(value), hides(path) ? null : cut(text(path, value)));
  }

  private static String type(Value value) {
    return TypedJson.of(value).keySet().iterator().next();
  }

  private boolean hides(String path) {
    return paths.contains(EVERYTHING)
        || paths.stream().anyMatch(mask -> path.equals(mask) || path.startsWith(mask + "."));
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }

  private String text(String path, Value value) {
    Object typed = typed(path, value);
    Object bare = typed instanceof Map<?, ?> map ? map.values().iterator().next() : typed;
    return bare instanceof String || bare instanceof Boolean
        ? String.valueOf(bare)
        : VerifyJson.compact(bare);
  }

  private Object typed(String path, Value value) {
    if (hides(path)) {
      return HIDDEN;
    }
    if (value instanceof Value.MapOf map) {
      Map<String, Object> entries = new TreeMap<>();
      map.values().forEach((name, inner) -> entries.put(name, typed(path + "." + name, inner)));
      return Map.of("M", entries);
    }
    return value instanceof Value.ListOf list
        ? Map.of("L", list.values().stream().map(each -> typed(path, each)).toList())
        : TypedJson.of(value);
  }
}
