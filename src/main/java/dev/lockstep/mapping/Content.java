package dev.lockstep.mapping;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a row of a root or of an embedded table shows: in the item, or in the list element or map
 * that stands for it.
 *
 * @param columns which columns show under their own name
 * @param attributes further values; they override columns
 * @param embeds rows that reference this one; they override columns
 * @param lookups rows that this one references; they override columns
 * @param nulls what becomes of a NULL in a column
 * @param numbers what becomes of a number that does not fit
 * @param zeroDates what becomes of a date that no calendar has
 */
record Content(
    ColumnsRule columns,
    Map<String, ValueDefinition> attributes,
    Map<String, EmbedDefinition> embeds,
    Map<String, LookupDefinition> lookups,
    Nulls nulls,
    NumberPolicy numbers,
    ZeroDates zeroDates) {

  Content {
    attributes = new LinkedHashMap<>(attributes);
    embeds = new LinkedHashMap<>(embeds);
    lookups = new LinkedHashMap<>(lookups);
  }

  /** Whether it shows anything of other rows. */
  boolean hasJoins() {
    return !embeds.isEmpty() || !lookups.isEmpty();
  }

  /** Whether a column shows under its own name, and nothing else takes the name. */
  boolean showsColumn(String name) {
    return columns.takes(name)
        && !attributes.containsKey(name)
        && !embeds.containsKey(name)
        && !showsLookup(name);
  }

  private boolean showsLookup(String name) {
    LookupDefinition lookup = lookups.get(name);
    return lookup != null && lookup.shows();
  }
}
