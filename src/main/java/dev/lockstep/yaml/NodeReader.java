package dev.lockstep.yaml;

import dev.lockstep.problem.LockstepException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the library's nodes into ours, resolving references on the way. */
final class NodeReader {
  private static final Map<Tag, YamlNode.Kind> KINDS =
      Map.of(
          Tag.INT, YamlNode.Kind.INTEGER,
          Tag.FLOAT, YamlNode.Kind.DECIMAL,
          Tag.BOOL, YamlNode.Kind.BOOLEAN,
          Tag.NULL, YamlNode.Kind.NULL);

  /** Room for generous files; aliases of aliases can stand for more than any memory holds. */
  private static final int MAX_NODES = 200_000;

  private final String file;
  private final Interpolation interpolation;
  private final Problems problems;
  private final Deque<Node> open = new ArrayDeque<>();
  private int nodes;

  NodeReader(String file, Interpolation interpolation, Problems problems) {
    this.file = file;
    this.interpolation = interpolation;
    this.problems = problems;
  }

  YamlNode read(Node root) {
    return convert(root, new Place(file, line(root), column(root), ""));
  }

  private YamlNode convert(Node node, Place place) {
    nodes++;
    if (nodes > MAX_NODES) {
      throw YamlFile.unreadable(
          "the file stands for more than " + MAX_NODES + " values, aliases included",
          place.toString(),
          "Use fewer aliases, or split the file.");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, place);
    }
    if (open.contains(node)) {
      problems.error(
          "YAML-RECURSION", "an alias refers to what it is part of", place, "Remove the alias.");
      return new YamlNode.Sequence(place, List.of());
    }
    open.push(node);
    try {
      return node instanceof SequenceNode sequence
          ? sequence(sequence, place)
          : mapping((MappingNode) node, place);
    } finally {
      open.pop();
    }
  }

  private YamlNode scalar(ScalarNode node, Place place) {
    String raw = node.getValue();
    YamlNode.Kind kind =
        node.getScalarStyle() == ScalarStyle.PLAIN
            ? KINDS.getOrDefault(node.getTag(), YamlNode.Kind.TEXT)
            : YamlNode.Kind.TEXT;
    return new YamlNode.Scalar(place, raw, resolve(raw, place), kind);
  }

  private String resolve(String raw, Place place) {
    try {
      return interpolation.resolve(raw, place);
    } catch (LockstepException e) {
      problems.addAll(e.problems());
      return "";
    }
  }

  private YamlNode sequence(SequenceNode node, Place place) {
    List<YamlNode> elements = new ArrayList<>();
    for (Node element : node.getValue()) {
      elements.add(
          convert(element, place.element(elements.size(), line(element), column(element))));
    }
    return new YamlNode.Sequence(place, List.copyOf(elements));
  }

  private YamlNode mapping(MappingNode node, Place place) {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (keyNode instanceof ScalarNode scalar) {
        entry(entries, scalar, tuple.getValueNode(), place);
      } else {
        problems.error(
            "YAML-KEY",
            "a list or a section stands where a key is expected",
            new Place(file, line(keyNode), column(keyNode), place.path()),
            "Quote the key if it begins with '{' or '['.");
      }
    }
    return new YamlNode.Mapping(place, List.copyOf(entries.values()));
  }

  private void entry(
      Map<String, YamlNode.Entry> entries, ScalarNode keyNode, Node valueNode, Place place) {
    String key = keyNode.getValue();
    Place keyPlace = place.child(key, line(keyNode), column(keyNode));
    YamlNode.Entry earlier = entries.get(key);
    if (earlier != null) {
      problems.error(
          "DUPLICATE-KEY",
          "'" + key + "' is here twice; it stands in line " + earlier.keyPlace().line() + " too",
          keyPlace,
          "Remove one of them.");
      return;
    }
    Place valuePlace =
        valueNode instanceof ScalarNode
            ? place.child(key, line(valueNode), column(valueNode))
            : keyPlace;
    entries.put(key, new YamlNode.Entry(key, keyPlace, convert(valueNode, valuePlace)));
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int column(Node node) {
    return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }
}
