package dev.lockstep.verify;

import dev.lockstep.change.Row;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemKey;
import dev.lockstep.mapping.BadRow;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.verify.Finding.SourceRow;
import org.jspecify.annotations.Nullable;

/**
 * What a row makes: an item, or the reason why it cannot.
 *
 * @param item absent if it cannot
 * @param bad absent if it can
 */
record Expected(ItemTypePlan type, Row row, @Nullable Item item, @Nullable BadRow bad) {

  /** The key of the item, as far as the row gives one. */
  @Nullable ItemKey key() {
    if (item != null) {
      return item.key();
    }
    return bad == null ? null : bad.key();
  }

  static SourceRow shown(Row row) {
    return new SourceRow(
        row.table().toString(), row.key().values().stream().map(Held::text).toList());
  }
}
