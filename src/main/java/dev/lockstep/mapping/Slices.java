package dev.lockstep.mapping;

import dev.lockstep.change.NetTransaction;
import dev.lockstep.change.TableId;
import dev.lockstep.item.Item;
import dev.lockstep.item.ItemSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands the writes of one transaction over in slices of bounded size, the puts of all first. */
final class Slices {
  /** So few items are in bounds whatever their size, and most transactions have no more. */
  private static final int UNMEASURED_ITEMS = 100;

  private static final TableId NO_TABLE = new TableId("", "");

  private final NetTransaction net;
  private final EarlierParts earlierParts;
  private final KeyOwners owners;
  private final SetAsideRows setAside;
  private final long maxBytes;
  private final MappedSink sink;
  private final MapperUse use;
  private List<ItemTypePlan> truncated;
  private WriteSet writes;
  private TableId table = NO_TABLE;
  private long items;
  private int itemsHere;
  private long bytesHere;
  private boolean several;

  /**
   * @param setAside what was set aside before
   * @param truncated to be said with the first slice
   * @param use learns how large a slice is
   */
  Slices(
      NetTransaction net,
      EarlierParts earlierParts,
      KeyOwners owners,
      SetAsideRows setAside,
      long maxBytes,
      MappedSink sink,
      List<ItemTypePlan> truncated,
      MapperUse use) {
    this.net = net;
    this.earlierParts = earlierParts;
    this.owners = owners;
    this.setAside = setAside;
    this.maxBytes = maxBytes;
    this.sink = sink;
    this.truncated = truncated;
    this.use = use;
    this.writes = new WriteSet(net, earlierParts, owners, setAside);
  }

  /** The writes of this slice. */
  WriteSet writes() {
    return writes;
  }

  /** Says whose changes come now. */
  void at(TableId changed) {
    table = changed;
  }

  /** An item was written; ends the slice if it has become too large. */
  void wrote(ItemTypePlan type, @Nullable Item item) throws InterruptedException {
    if (item == null) {
      return;
    }
    items++;
    itemsHere++;
    if (itemsHere > UNMEASURED_ITEMS) {
      bytesHere += ItemSize.of(item, type.table());
    }
    use.slice(itemsHere, bytesHere);
    if (bytesHere >= maxBytes) {
      nextPuts();
    }
  }

  /** Whether some slice was handed over already. */
  boolean areSeveral() {
    return several;
  }

  /** Hands over all there is as the only slice. */
  void only() throws InterruptedException {
    sink.accept(writes.finish(truncated));
    begin();
  }

  /** Hands over what this slice puts, and begins another one. */
  void nextPuts() throws InterruptedException {
    next(writes.finishPuts(truncated));
    truncated = List.of();
  }

  /** Hands over what this slice deletes, and begins another one. */
  void nextDeletes() throws InterruptedException {
    next(writes.finishDeletes());
  }

  private void next(MappedTransaction slice) throws InterruptedException {
    several = true;
    writes = new WriteSet(net, earlierParts, owners, setAside);
    if (!slice.isEmpty()) {
      sink.accept(slice);
    }
    begin();
    sink.progress(table, items);
  }

  private void begin() {
    itemsHere = 0;
    bytesHere = 0;
    use.slice(0, 0);
  }
}
