package dev.lockstep.yaml;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A node of a YAML document, with its place. Immutable. */
public sealed interface YamlNode {

  /** Where the node begins; for a list or a section under a key, where the key stands. */
  Place place();

  /** What the node is, for messages: {@code a text}, {@code a list}, … */
  String describe();

  /**
   * A single value.
   *
   * @param raw as written in the file, for messages: never holds an interpolated secret
   * @param text after interpolation
   * @param kind what YAML (core schema) takes it for
   */
  record Scalar(Place place, String raw, String text, Kind kind) implements YamlNode {
    private static final Pattern USER_IN_ADDRESS = Pattern.compile("(?<=://)[^/@\\s]*@");

    /** A user and a password that an address was written with are not repeated. */
    @Override
    public String describe() {
      return kind.description + " '" + USER_IN_ADDRESS.matcher(raw).replaceAll("***@") + "'";
    }

    /** Shows what the file shows: an interpolated value may be a secret. */
    @Override
    public String toString() {
      return place + " " + describe();
    }
  }

  /** A list. */
  record Sequence(Place place, List<YamlNode> elements) implements YamlNode {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /**
   * Keys and values, in the order of the file.
   *
   * @param entries no key twice
   */
  record Mapping(Place place, List<Entry> entries) implements YamlNode {
    @Override
    public String describe() {
      return "a section of keys and values";
    }

    /** The value of a key, if the key is there. */
    public Optional<YamlNode> get(String key) {
      return entries.stream().filter(e -> e.key().equals(key)).map(Entry::value).findFirst();
    }
  }

  /**
   * A key and its value.
   *
   * @param keyPlace where the key stands
   */
  record Entry(String key, Place keyPlace, YamlNode value) {}

  /** What a scalar is. */
  enum Kind {
    /** Text, quoted or not. */
    TEXT("the text"),
    /** A whole number. */
    INTEGER("the number"),
    /** A number with a point or an exponent; not-a-number and infinities too. */
    DECIMAL("the number"),
    /** {@code true} or {@code false}. */
    BOOLEAN("the truth value"),
    /** Nothing at all, {@code ~} or {@code null}. */
    NULL("the empty value");

    private final String description;

    Kind(String description) {
      this.description = description;
    }
  }
}
