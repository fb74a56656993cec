package dev.lockstep.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Binds the keys of a section to typed values. Whatever is wrong goes to the shared {@link
 * Problems} and the reader goes on with a stand-in (empty text, 0, the fallback), so that one
 * reading finds everything; the caller ends with {@link #done} for each section and {@link
 * Problems#throwIfErrors}. A key without a value counts as absent. Not thread-safe.
 */
public final class Section {
  private final String name;
  private final YamlNode.Mapping node;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  Section(String name, YamlNode.Mapping node, Problems problems) {
    this.name = name;
    this.node = node;
    this.problems = problems;
  }

  /** Where the section begins. */
  public Place place() {
    return node.place();
  }

  /** The key that the section stands under; empty for the root. */
  public String name() {
    return name;
  }

  /** The collector that this section reports to. */
  public Problems problems() {
    return problems;
  }

  /** The keys that are there, known or not, in the order of the file. */
  public List<String> keys() {
    return node.entries().stream().map(YamlNode.Entry::key).toList();
  }

  /** Where a key stands, or the section if the key is absent. */
  public Place placeOf(String key) {
    return node.entries().stream()
        .filter(e -> e.key().equals(key))
        .map(YamlNode.Entry::keyPlace)
        .findFirst()
        .orElse(node.place());
  }

  /** Makes keys known that no other call asks for. */
  public void allow(String... keys) {
    known.addAll(List.of(keys));
  }

  /** Whether a key has a value; makes the key known. */
  public boolean has(String key) {
    return node(key).isPresent();
  }

  /** The value of a key as a node; an empty value counts as absent. */
  public Optional<YamlNode> node(String key) {
    known.add(key);
    return node.get(key).filter(Section::isThere);
  }

  private static boolean isThere(YamlNode node) {
    return !(node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.NULL);
  }

  /** A required text; empty text if it is missing. */
  public String text(String key) {
    return required(key, optionalText(key), "");
  }

  /** A text, or the fallback. */
  public String text(String key, String fallback) {
    return optionalText(key).orElse(fallback);
  }

  /** A text, if it is there. Numbers and truth values count as text too. */
  public Optional<String> optionalText(String key) {
    return scalar(key, "a text").map(YamlNode.Scalar::text);
  }

  /** A required whole number; {@code min} if it is missing or wrong. */
  public long integer(String key, long min, long max) {
    OptionalLong number = optionalInteger(key, min, max);
    require(key, number.isPresent());
    return number.orElse(min);
  }

  /** A whole number, or the fallback. */
  public long integer(String key, long fallback, long min, long max) {
    return optionalInteger(key, min, max).orElse(fallback);
  }

  /** A whole number between two limits, both included, if it is there and right. */
  public OptionalLong optionalInteger(String key, long min, long max) {
    String expected = "a whole number from " + min + " to " + max;
    Optional<Long> number = parsed(key, expected, text -> within(Long.parseLong(text), min, max));
    return number.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private static Long within(long number, long min, long max) {
    if (number < min || number > max) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  /** {@code true} or {@code false}, or the fallback. */
  public boolean bool(String key, boolean fallback) {
    return parsed(key, "true or false", Section::truth).orElse(fallback);
  }

  private static Boolean truth(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    throw new IllegalArgumentException("not a truth value");
  }

  /** One of the constants of an enum, written in lower case with dashes; or the fallback. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    return optionalChoice(key, type).orElse(fallback);
  }

  /** One of the constants of an enum, written in lower case with dashes; if it is there. */
  public <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
    Map<String, E> choices = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      choices.put(wordOf(constant), constant);
    }
    Optional<E> nothing = wordForNothing(key, choices);
    return nothing.isPresent()
        ? nothing
        : scalar(key, "one of " + String.join(", ", choices.keySet()))
            .flatMap(scalar -> chosen(key, scalar, choices));
  }

  /** YAML takes {@code null} for no value at all; where it is a choice, it is one. */
  private <E> Optional<E> wordForNothing(String key, Map<String, E> choices) {
    known.add(key);
    return node.get(key)
        .filter(value -> value instanceof YamlNode.Scalar s && s.text().equals("null"))
        .flatMap(value -> Optional.ofNullable(choices.get("null")));
  }

  /** An enum's constant as files write it: lower case with dashes. */
  public static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private <E> Optional<E> chosen(String key, YamlNode.Scalar scalar, Map<String, E> choices) {
    Optional<E> choice = Optional.ofNullable(choices.get(scalar.text()));
    if (choice.isEmpty()) {
      problems.error(
          "WRONG-VALUE",
          "'" + key + "' cannot be '" + scalar.raw() + "'",
          scalar.place(),
          Suggestions.didYouMean(scalar.raw(), choices.keySet())
              + "Use one of: "
              + String.join(", ", choices.keySet())
              + ".");
    }
    return choice;
  }

  /**
   * A value that a function reads from text, if it is there and right.
   *
   * @param expected what is expected, for the message: {@code a duration such as 30s}
   * @param parser throws {@link IllegalArgumentException} on what it cannot read
   */
  public <T> Optional<T> parsed(String key, String expected, Function<String, T> parser) {
    Optional<YamlNode.Scalar> scalar = scalar(key, expected);
    try {
      return scalar.map(YamlNode.Scalar::text).map(parser);
    } catch (IllegalArgumentException e) {
      scalar.ifPresent(s -> wrongType(key, s, expected));
      return Optional.empty();
    }
  }

  /** A list of texts; a single text counts as a list of one; absent is an empty list. */
  public List<String> texts(String key) {
    return scalars(key).stream().map(YamlNode.Scalar::text).toList();
  }

  /** As {@link #texts}, with places. */
  public List<YamlNode.Scalar> scalars(String key) {
    Optional<YamlNode> found = node(key);
    List<YamlNode.Scalar> scalars = new ArrayList<>();
    for (YamlNode element : found.map(Section::elements).orElse(List.of())) {
      if (element instanceof YamlNode.Scalar scalar && isThere(element)) {
        scalars.add(scalar);
      } else {
        wrongType(key, element, "a list of texts");
      }
    }
    return scalars;
  }

  /** As {@link #scalars}, but there must be at least one. */
  public List<YamlNode.Scalar> requiredScalars(String key) {
    List<YamlNode.Scalar> scalars = scalars(key);
    require(key, node(key).map(Section::elements).filter(e -> !e.isEmpty()).isPresent());
    return scalars;
  }

  private static List<YamlNode> elements(YamlNode node) {
    return node instanceof YamlNode.Sequence sequence ? sequence.elements() : List.of(node);
  }

  /** Texts by name, in the order of the file; empty if absent. */
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    optionalSection(key).ifPresent(s -> s.keys().forEach(name -> texts.put(name, s.text(name))));
    return texts;
  }

  /** A required section; an empty one if it is missing or something else. */
  public Section section(String key) {
    Optional<Section> section = optionalSection(key);
    require(key, has(key));
    return section.orElseGet(() -> silentAt(key));
  }

  /** Stands in for a section already reported: what it lacks is not news. */
  private Section silentAt(String key) {
    return new Section(key, new YamlNode.Mapping(placeOf(key), List.of()), new Problems());
  }

  /** A section, if it is there. */
  public Optional<Section> optionalSection(String key) {
    return node(key).flatMap(found -> asSection(key, found));
  }

  /** The sections below a key by name, in the order of the file; none of them may be empty. */
  public Map<String, Section> sections(String key) {
    Map<String, Section> sections = new LinkedHashMap<>();
    optionalSection(key)
        .ifPresent(s -> s.keys().forEach(name -> sections.put(name, s.section(name))));
    return sections;
  }

  /** As {@link #sections}, but there must be at least one. */
  public Map<String, Section> requiredSections(String key) {
    Map<String, Section> sections = sections(key);
    boolean wrongType = node(key).filter(n -> !(n instanceof YamlNode.Mapping)).isPresent();
    require(key, wrongType || !sections.isEmpty());
    return sections;
  }

  /** A section that need not be there; an empty one if it is missing or something else. */
  public Section sectionOrEmpty(String key) {
    return optionalSection(key).orElseGet(() -> silentAt(key));
  }

  private Optional<Section> asSection(String key, YamlNode found) {
    if (found instanceof YamlNode.Mapping mapping) {
      return Optional.of(new Section(key, mapping, problems));
    }
    wrongType(key, found, "a section of keys and values");
    return Optional.empty();
  }

  private Optional<YamlNode.Scalar> scalar(String key, String expected) {
    Optional<YamlNode> found = node(key);
    if (found.isPresent() && !(found.get() instanceof YamlNode.Scalar)) {
      wrongType(key, found.get(), expected);
    }
    return found.filter(YamlNode.Scalar.class::isInstance).map(YamlNode.Scalar.class::cast);
  }

  private <T> T required(String key, Optional<T> value, T standIn) {
    require(key, value.isPresent() || node.get(key).filter(Section::isThere).isPresent());
    return value.orElse(standIn);
  }

  /** Reports a key that has no value. */
  public void require(String key) {
    require(key, has(key));
  }

  private void require(String key, boolean there) {
    if (!there) {
      problems.error(
          "MISSING-KEY",
          "'" + key + "' is missing or empty",
          placeOf(key),
          "Add '" + key + "' here.");
    }
  }

  /** Reports that a value is not of the expected type. */
  public void wrongType(String key, YamlNode found, String expected) {
    problems.error(
        "WRONG-TYPE",
        "'" + key + "' is " + found.describe() + " where " + expected + " is expected",
        found.place(),
        "Write " + expected + ".");
  }

  /** Reports every key that no call asked for. */
  public void done() {
    for (YamlNode.Entry entry : node.entries()) {
      if (!known.contains(entry.key())) {
        unknown(entry);
      }
    }
  }

  private void unknown(YamlNode.Entry entry) {
    Collection<String> absent =
        known.stream().filter(key -> node.get(key).isEmpty()).collect(Collectors.toList());
    String allowed =
        Stream.of(known).flatMap(Set::stream).sorted().collect(Collectors.joining(", "));
    problems.error(
        "UNKNOWN-KEY",
        "there is no key '" + entry.key() + "' here",
        entry.keyPlace(),
        Suggestions.didYouMean(entry.key(), absent) + "Allowed here: " + allowed + ".");
  }
}
