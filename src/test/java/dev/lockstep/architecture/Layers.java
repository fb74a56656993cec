package dev.lockstep.architecture;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The layer diagram: each package of the product and the packages that it may use. Reading from the
 * top, every package uses only what stands above it. ADR 0001 has the reasons.
 */
final class Layers {
  static final String ROOT = "dev.lockstep";

  private static final Map<String, Set<String>> MAY_USE = diagram();

  private Layers() {}

  private static Map<String, Set<String>> diagram() {
    Map<String, Set<String>> uses = new LinkedHashMap<>();
    // The vocabulary.
    uses.put("problem", Set.of());
    uses.put("change", Set.of());
    uses.put("metrics", Set.of());
    uses.put("yaml", Set.of("problem"));
    uses.put("item", Set.of("change", "problem"));
    uses.put("config", Set.of("yaml", "problem"));
    // The cores and their ports.
    uses.put("checkpoint", Set.of("change", "problem"));
    uses.put("apply", Set.of("item", "change", "problem"));
    uses.put("mapping", Set.of("yaml", "item", "change", "problem"));
    uses.put("source", Set.of("checkpoint", "change", "problem"));
    // The edges: each one speaks to one thing outside.
    uses.put("rowstore", Set.of("mapping", "change", "problem"));
    uses.put("dynamodb", Set.of("apply", "checkpoint", "item", "change", "problem"));
    uses.put("source.jdbc", Set.of());
    Set<String> database = Set.of("source.jdbc", "source", "checkpoint", "change", "problem");
    uses.put("source.postgres", database);
    uses.put("source.mysql", database);
    uses.put("source.debezium", with(database, "source.postgres", "source.mysql"));
    // What a cutover needs besides the stream.
    Set<String> cores =
        Set.of("source", "mapping", "rowstore", "apply", "checkpoint", "item", "change", "problem");
    // What is set aside, between the mapper and the applier.
    uses.put("letters", Set.of("mapping", "apply", "checkpoint", "item", "change", "problem"));
    // The way from the one to the other.
    uses.put("flow", with(cores, "letters", "metrics"));
    // What drafts a first mapping of a source.
    uses.put("draft", Set.of("source", "change", "problem"));
    uses.put("estimate", Set.of("source", "mapping", "item", "change", "problem"));
    uses.put("verify", cores);
    uses.put("cutover", with(cores, "verify"));
    // The parts of a pipeline as a configuration wants them, and who looks with them.
    uses.put("wiring", Set.copyOf(uses.keySet()));
    uses.put("inspect", Set.copyOf(uses.keySet()));
    // The composition root, and those who talk to it.
    uses.put("daemon", Set.copyOf(uses.keySet()));
    uses.put("admin", Set.copyOf(uses.keySet()));
    uses.put("demo", Set.copyOf(uses.keySet()));
    uses.put("cli", Set.copyOf(uses.keySet()));
    return uses;
  }

  private static Set<String> with(Set<String> these, String... others) {
    Set<String> all = new TreeSet<>(these);
    all.addAll(Set.of(others));
    return all;
  }

  /** All packages of the diagram, without the root. */
  static Collection<String> packages() {
    return MAY_USE.keySet();
  }

  /** Whether classes of one package may use those of another. */
  static boolean allows(String from, String to) {
    return from.equals(to) || MAY_USE.getOrDefault(from, Set.of()).contains(to);
  }

  /** What a package may use, for messages. */
  static String usesOf(String name) {
    return MAY_USE.getOrDefault(name, Set.of()).stream().sorted().collect(Collectors.joining(", "));
  }

  /** The package's name below the root; empty for the root itself. */
  static String nameOf(String packageName) {
    return Arrays.stream(packageName.split("\\."))
        .skip(ROOT.split("\\.").length)
        .collect(Collectors.joining("."));
  }
}
