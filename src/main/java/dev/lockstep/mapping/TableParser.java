package dev.lockstep.mapping;

import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.TableSpec.KeyType;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Section;
import dev.lockstep.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an entry under {@code tables}. */
final class TableParser {
  private static final KeyAttribute STAND_IN = new KeyAttribute("", KeyType.S);
  private static final String NAME_RULE = "[a-zA-Z0-9_.-]{3,255}";

  private final Section section;
  private final Map<String, KeyAttribute> seen = new HashMap<>();

  TableParser(Section section) {
    this.section = section;
  }

  TableDefinition parse() {
    String name = section.name();
    checkName("table", name, section.place());
    KeyAttribute partition = required(section, "partition-key");
    KeyAttribute sort = optional(section, "sort-key");
    List<TableSpec.Index> indexes = new ArrayList<>();
    section.sections("indexes").forEach((n, index) -> indexes.add(index(n, index)));
    section.done();
    return new TableDefinition(
        new TableSpec(name, partition, sort, List.copyOf(indexes)), section.place());
  }

  private TableSpec.Index index(String name, Section index) {
    checkName("index", name, index.place());
    KeyAttribute partition = required(index, "partition-key");
    KeyAttribute sort = optional(index, "sort-key");
    index.done();
    return new TableSpec.Index(name, partition, sort);
  }

  private void checkName(String what, String name, Place place) {
    if (!name.matches(NAME_RULE)) {
      section
          .problems()
          .error(
              "WRONG-NAME",
              "DynamoDB takes no " + what + " with the name '" + name + "'",
              place,
              "Use 3 to 255 letters, digits, '_', '-' and '.'.");
    }
  }

  private KeyAttribute required(Section in, String key) {
    KeyAttribute attribute = optional(in, key);
    if (attribute != null) {
      return attribute;
    }
    in.text(key);
    return STAND_IN;
  }

  private @Nullable KeyAttribute optional(Section in, String key) {
    YamlNode node = in.node(key).orElse(null);
    if (node == null) {
      return null;
    }
    KeyAttribute attribute =
        node instanceof YamlNode.Mapping
            ? typed(in.section(key))
            : new KeyAttribute(in.text(key), KeyType.S);
    checkAgainstEarlier(attribute, in.placeOf(key));
    return attribute;
  }

  private static KeyAttribute typed(Section key) {
    String name = key.text("name");
    KeyType type = key.parsed("type", "S, N or B", KeyType::valueOf).orElse(KeyType.S);
    key.done();
    return new KeyAttribute(name, type);
  }

  private void checkAgainstEarlier(KeyAttribute attribute, Place place) {
    KeyAttribute earlier = seen.putIfAbsent(attribute.name(), attribute);
    if (earlier != null && earlier.type() != attribute.type()) {
      section
          .problems()
          .error(
              "KEY-TYPE-CONFLICT",
              "'"
                  + attribute.name()
                  + "' is of type "
                  + attribute.type()
                  + " here and of type "
                  + earlier.type()
                  + " in another key of the table",
              place,
              "Give it one type in all keys.");
    }
  }
}
