package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import dev.lockstep.yaml.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row that another row references, and what is taken from it.
 *
 * @param name the attribute, and the qualifier of its columns ({@code name.column})
 * @param place where it begins
 * @param from the table of the referenced row
 * @param fromPlace where the mapping names it
 * @param identity the columns that identify a row where the table has no primary key; else empty
 * @param reference from the row that looks up to the row looked up
 * @param take what shows
 * @param lookups rows that the looked-up row references in turn
 */
record LookupDefinition(
    String name,
    Place place,
    TableId from,
    Place fromPlace,
    List<Named> identity,
    Reference reference,
    Take take,
    Map<String, LookupDefinition> lookups) {

  LookupDefinition {
    lookups = new LinkedHashMap<>(lookups);
  }

  /** Whether it becomes an attribute; else its columns are used in keys and conditions only. */
  boolean shows() {
    return !(take instanceof Take.Nothing);
  }

  /** What shows of a looked-up row. */
  sealed interface Take {

    /** Nothing: its columns are used in keys, templates and conditions only. */
    record Nothing() implements Take {}

    /** A map of these columns and of what nested lookups take; absent if there is no row. */
    record Columns(List<Named> columns) implements Take {}

    /** A text; absent if there is no row. */
    record Text(Template template, Place place) implements Take {}
  }
}
