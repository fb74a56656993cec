package dev.lockstep.item;

import dev.lockstep.change.Hash64;

/** 64-bit hashes of item keys, never 0, the same in every process. */
public final class ItemKeyHash {

  private ItemKeyHash() {}

  /** The hash that begins with {@link Hash64#SEED}. */
  public static long of(ItemKey key) {
    return of(key, Hash64.SEED);
  }

  /** Another hash, independent of those with other seeds. */
  public static long of(ItemKey key, long seed) {
    long hash = Hash64.add(Hash64.add(seed, key.table()), plain(key.partition()));
    return key.sort() == null ? hash : Hash64.add(hash, plain(key.sort()));
  }

  /** The only kinds of values that keys have; within a table each attribute is of one kind. */
  private static Object plain(Value value) {
    if (value instanceof Value.Text text) {
      return text.text();
    }
    if (value instanceof Value.Num number) {
      return number.digits();
    }
    return value instanceof Value.Binary binary ? binary.bytes() : value;
  }
}
