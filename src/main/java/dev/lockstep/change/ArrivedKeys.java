package dev.lockstep.change;

import java.util.OptionalLong;

/**
 * The keys at which earlier parts of a transaction have put a row while an older one may still have
 * stood there, with a hash of the content that arrived. A bounded memory of what a bounded part
 * cannot see.
 */
final class ArrivedKeys {
  private final int limit;
  private final LongTable contents;

  /**
   * @param limit how many keys it may hold; each takes 32 to 64 bytes
   */
  ArrivedKeys(int limit) {
    this.limit = limit;
    this.contents = new LongTable(limit);
  }

  void forget(RowKey key) {
    contents.remove(Hash64.of(key));
  }

  /**
   * @throws UnnettableException if there are more than the limit
   */
  void put(RowKey key, Row content) {
    if (!contents.put(Hash64.of(key), ContentHash.of(content))) {
      throw new UnnettableException(
          "a transaction that flows in parts moved more than "
              + limit
              + " rows to keys that others had not left yet");
    }
  }

  /** The hash of the content that arrived at a key. */
  OptionalLong find(RowKey key) {
    long content = contents.get(Hash64.of(key));
    return content == 0 ? OptionalLong.empty() : OptionalLong.of(content);
  }
}
