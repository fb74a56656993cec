package dev.lockstep.draft;

import dev.lockstep.draft.KeyText.Part;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All items in one table: those of a partition belong to the row that it is named after. */
final class SingleTable implements Layout {
  private final Design design;
  private final Names names;
  private final String table;
  private final String partition;
  private final String sort;
  private final String indexPartition;
  private final String indexSort;
  private boolean indexed;

  SingleTable(Design design, Names names, String table) {
    this.design = design;
    this.names = names;
    this.table = table;
    this.partition = names.attribute("pk");
    this.sort = names.attribute("sk");
    this.indexPartition = names.attribute("gsi1pk");
    this.indexSort = names.attribute("gsi1sk");
  }

  /**
   * A column that a row reaches.
   *
   * @param path from the row to the row that has it; empty if it is its own
   */
  private record Reached(List<Link> path, Field field) {}

  /** The row that a partition is named after, and its key as another row reaches it. */
  private record Partition(TableStructure root, List<Reached> key) {}

  @Override
  public Placement place(TableStructure structure, @Nullable Link home, String item) {
    return home == null ? alone(structure, item) : gathered(structure, home, item);
  }

  private Placement alone(TableStructure structure, String item) {
    List<Part> own = KeyText.parts(structure, structure.key());
    Map<String, String> key = new LinkedHashMap<>();
    List<String> first = design.partitionKey(structure);
    List<String> rest = structure.key().stream().filter(c -> !first.contains(c)).toList();
    key.put(partition, KeyText.partition(Names.prefix(item), KeyText.parts(structure, first)));
    key.put(sort, KeyText.sort(Names.prefix(item), KeyText.parts(structure, rest)));
    Map<String, String> attributes =
        design.index(structure).map(link -> indexKey(link, own, item)).orElse(Map.of());
    indexed |= !attributes.isEmpty();
    return new Placement(table, key, attributes, List.of());
  }

  private Map<String, String> indexKey(Link link, List<Part> own, String item) {
    Map<String, String> attributes = new LinkedHashMap<>();
    String prefix = Names.prefix(names.item(link.parent()));
    attributes.put(
        indexPartition, KeyText.partition(prefix, KeyText.parts(link.child(), link.columns())));
    attributes.put(indexSort, KeyText.sort(Names.prefix(item), own));
    return attributes;
  }

  private Placement gathered(TableStructure structure, Link home, String item) {
    Partition gathering = through(home, partition(home.parent()));
    List<String> known =
        gathering.key().stream()
            .filter(reached -> reached.path().isEmpty())
            .map(reached -> reached.field().name())
            .toList();
    List<String> rest = structure.key().stream().filter(c -> !known.contains(c)).toList();
    Map<String, String> key = new LinkedHashMap<>();
    key.put(
        partition,
        KeyText.partition(
            Names.prefix(names.item(gathering.root())),
            gathering.key().stream().map(this::part).toList()));
    key.put(sort, KeyText.sort(Names.prefix(item), KeyText.parts(structure, rest)));
    return new Placement(table, key, Map.of(), path(gathering));
  }

  private static List<Link> path(Partition gathering) {
    return gathering.key().stream()
        .map(Reached::path)
        .filter(path -> !path.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private Part part(Reached reached) {
    String path =
        reached.path().stream().map(link -> names.lookup(link) + ".").collect(Collectors.joining());
    return new Part(path + reached.field().name(), reached.field());
  }

  private Partition partition(TableStructure structure) {
    Optional<Link> home = design.home(structure);
    return home.isPresent()
        ? through(home.get(), partition(home.get().parent()))
        : new Partition(
            structure,
            KeyText.fields(structure, design.partitionKey(structure)).stream()
                .map(field -> new Reached(List.of(), field))
                .toList());
  }

  /** The same partition, as a child of a row in it reaches it. */
  private static Partition through(Link link, Partition parents) {
    List<Reached> key = new ArrayList<>();
    for (Reached reached : parents.key()) {
      String own = reached.path().isEmpty() ? link.columnFor(reached.field().name()) : "";
      key.add(
          link.child()
              .field(own)
              .map(field -> new Reached(List.of(), field))
              .orElseGet(() -> further(link, reached)));
    }
    return new Partition(parents.root(), key);
  }

  private static Reached further(Link link, Reached reached) {
    List<Link> path = new ArrayList<>(List.of(link));
    path.addAll(reached.path());
    return new Reached(path, reached.field());
  }

  @Override
  public String heading(Placement placement) {
    return "";
  }

  @Override
  public boolean placesBothDirections() {
    return true;
  }

  @Override
  public void writeTables(YamlText text) {
    text.line(1, YamlText.key(table) + ":");
    text.line(2, "partition-key: " + YamlText.value(partition));
    text.line(2, "sort-key: " + YamlText.value(sort));
    if (indexed) {
      text.line(2, "indexes:");
      text.comment(3, "Items in a partition of their own, by a row that they refer to.");
      text.line(
          3,
          "gsi1: { partition-key: "
              + YamlText.value(indexPartition)
              + ", sort-key: "
              + YamlText.value(indexSort)
              + " }");
    }
  }
}
