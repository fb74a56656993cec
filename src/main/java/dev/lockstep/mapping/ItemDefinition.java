package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import dev.lockstep.yaml.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item type as the mapping writes it.
 *
 * @param name what the mapping calls it
 * @param place where it begins
 * @param table the target table
 * @param root the table whose rows become items
 * @param rootPlace where the mapping names the root
 * @param identity the columns that identify a row where the root has no primary key; else empty
 * @param where which rows become items, a CEL expression; absent for all
 * @param key the values of the target's key attributes
 * @param content the attributes
 */
record ItemDefinition(
    String name,
    Place place,
    Named table,
    TableId root,
    Place rootPlace,
    List<Named> identity,
    @Nullable Named where,
    Map<String, ValueDefinition> key,
    Content content) {

  /** The item type in messages. */
  String owner() {
    return "item type '" + name + "'";
  }

  ColumnsRule columns() {
    return content.columns();
  }

  Map<String, ValueDefinition> attributes() {
    return content.attributes();
  }

  Nulls nulls() {
    return content.nulls();
  }

  NumberPolicy numbers() {
    return content.numbers();
  }
}
