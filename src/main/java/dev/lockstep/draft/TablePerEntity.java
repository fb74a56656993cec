package dev.lockstep.draft;

import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target table per entity, keyed as the source's table is, with an index by its home. */
final class TablePerEntity implements Layout {
  private static final int MOST_KEY_ATTRIBUTES = 2;

  private final Design design;
  private final Names names;
  private final String pipeline;
  private final Map<String, String> tables = new LinkedHashMap<>();

  TablePerEntity(Design design, Names names, String pipeline) {
    this.design = design;
    this.names = names;
    this.pipeline = pipeline;
  }

  /**
   * An attribute of a key.
   *
   * @param type S or N
   * @param template what it holds
   * @param own whether it is a column under its own name
   */
  private record Attribute(String name, String type, String template, boolean own) {
    String declared() {
      return type.equals("S")
          ? YamlText.value(name)
          : "{ name: " + YamlText.value(name) + ", type: " + type + " }";
    }
  }

  @Override
  public Placement place(TableStructure structure, @Nullable Link home, String item) {
    String table = pipeline + "-" + item;
    List<Attribute> key = key(structure);
    Map<String, String> templates = new LinkedHashMap<>();
    key.forEach(attribute -> templates.put(attribute.name(), attribute.template()));
    List<Attribute> index = indexLink(structure, home).map(l -> index(l, key)).orElse(List.of());
    Map<String, String> attributes = new LinkedHashMap<>();
    index.stream()
        .filter(attribute -> !attribute.own() && !templates.containsKey(attribute.name()))
        .forEach(attribute -> attributes.put(attribute.name(), attribute.template()));
    tables.put(table, definition(key, index, indexLink(structure, home)));
    return new Placement(table, templates, attributes, List.of());
  }

  /** A join's key begins with one side; the index is for the other. */
  private Optional<Link> indexLink(TableStructure structure, @Nullable Link home) {
    Optional<Link> second = design.join(structure).map(join -> join.sides().get(1).link());
    return second
        .or(() -> Optional.ofNullable(home))
        .or(() -> design.index(structure))
        .filter(link -> !link.columns().equals(structure.key()));
  }

  private List<Attribute> key(TableStructure structure) {
    List<Attribute> columns =
        KeyText.fields(structure, structure.key()).stream().map(this::column).toList();
    boolean fits =
        columns.size() <= MOST_KEY_ATTRIBUTES
            && columns.stream()
                .noneMatch(a -> a.type().isEmpty() || Obstacles.isReserved(a.name()));
    String all = KeyText.partition("", KeyText.parts(structure, structure.key()));
    return fits ? columns : List.of(new Attribute(names.attribute("pk"), "S", all, false));
  }

  private Attribute column(Field field) {
    return new Attribute(field.name(), KeyText.type(field), "{" + field.name() + "}", true);
  }

  private List<Attribute> index(Link link, List<Attribute> key) {
    List<Field> fields = KeyText.fields(link.child(), link.columns());
    Attribute single = column(fields.get(0));
    boolean plain =
        fields.size() == 1 && !single.type().isEmpty() && !Obstacles.isReserved(single.name());
    String all = KeyText.partition("", KeyText.parts(link.child(), link.columns()));
    Attribute partition =
        plain
            ? single
            : new Attribute(names.attribute("by_" + names.lookup(link)), "S", all, false);
    return key.stream()
        .filter(attribute -> !link.columns().contains(attribute.name()))
        .findFirst()
        .map(sort -> List.of(partition, sort))
        .orElse(List.of(partition));
  }

  private String definition(List<Attribute> key, List<Attribute> index, Optional<Link> by) {
    StringBuilder table = new StringBuilder("{ ").append(pair(key));
    if (!index.isEmpty()) {
      String name = "by-" + by.map(names::lookup).orElse("").replace('_', '-');
      table.append(", indexes: { ").append(name).append(": { ").append(pair(index)).append(" } }");
    }
    return table.append(" }").toString();
  }

  private static String pair(List<Attribute> key) {
    String partition = "partition-key: " + key.get(0).declared();
    return key.size() == 1 ? partition : partition + ", sort-key: " + key.get(1).declared();
  }

  @Override
  public String heading(Placement placement) {
    return placement.table() + ": ";
  }

  @Override
  public boolean placesBothDirections() {
    return false;
  }

  @Override
  public void writeTables(YamlText text) {
    tables.forEach((name, keys) -> text.line(1, YamlText.key(name) + ": " + keys));
  }
}
