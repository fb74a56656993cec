package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import dev.lockstep.yaml.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that reference a row, carried inside its item.
 *
 * @param name the attribute
 * @param place where it begins
 * @param from the embedded table
 * @param fromPlace where the mapping names it
 * @param identity the columns that identify a row where the table has no primary key; else empty
 * @param reference from the embedded row to the row that carries it
 * @param form what the rows become
 * @param key of a map's entries; present for {@link Form#MAP} only
 * @param value what stands for a row instead of a map of its content: always in sets, possibly in
 *     lists and maps
 * @param where which rows are carried, a CEL expression; absent for all
 * @param orderBy of a list
 * @param limit how many rows of a list are carried, the first in order; 0 for all
 * @param content what a row shows, where no {@code value} stands for it
 */
record EmbedDefinition(
    String name,
    Place place,
    TableId from,
    Place fromPlace,
    List<Named> identity,
    Reference reference,
    Form form,
    @Nullable ValueDefinition key,
    @Nullable ValueDefinition value,
    @Nullable Named where,
    List<Order> orderBy,
    int limit,
    Content content) {

  /**
   * The embed in messages.
   *
   * @param holder what has it: {@code item type 'order'}
   */
  String owner(String holder) {
    return "embed '" + name + "' of " + holder;
  }

  /** What embedded rows become. */
  enum Form {
    /** L of one element per row; empty if there are none. */
    LIST,
    /** M of one entry per row; empty if there are none. */
    MAP,
    /** The one row's content; absent if there is none. */
    OBJECT,
    /** SS of values; absent if there are none. */
    STRING_SET,
    /** NS of values; absent if there are none. */
    NUMBER_SET
  }

  /**
   * A column that orders a list.
   *
   * @param column of the embedded row, or of a row that it looks up ({@code product.name})
   * @param descending whether the greatest comes first
   */
  record Order(Named column, boolean descending) {}
}
