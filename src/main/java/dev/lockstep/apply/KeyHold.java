package dev.lockstep.apply;

import dev.lockstep.item.ItemKey;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * A key whose writes wait, so that somebody else may look at source and item and write the item
 * without one of the stream's writes in between. Granted when nothing of the key is on its way or
 * may still arrive late. What the stream writes meanwhile stays in the key's queue, and follows
 * when the hold ends: it must end soon.
 */
public final class KeyHold {
  private final ItemKey key;
  private final BiConsumer<KeyHold, Boolean> ending;
  private final CompletableFuture<KeyHold> granted = new CompletableFuture<>();

  /**
   * @param ending does what {@link #release} says
   */
  KeyHold(ItemKey key, BiConsumer<KeyHold, Boolean> ending) {
    this.key = key;
    this.ending = ending;
  }

  /** Whose writes wait. */
  public ItemKey key() {
    return key;
  }

  CompletableFuture<KeyHold> granted() {
    return granted;
  }

  /**
   * Lets the key's writes go on, or withdraws what was not granted yet. Does nothing the second
   * time.
   *
   * @param inDoubt whether a write of the holder's may still arrive late
   */
  public void release(boolean inDoubt) {
    ending.accept(this, inDoubt);
  }
}
