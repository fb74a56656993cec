package dev.lockstep.draft;

import dev.lockstep.source.Spread;

/** The numbers by which a draft decides what is few and what is many. */
final class Bounds {
  /** The most children that are carried inside an item. */
  private static final long MOST_EMBEDDED = 100;

  /** The most, if they carry rows in turn. */
  private static final long MOST_CARRIERS = 20;

  /** The most bytes that they may add to the item, of the 400 kB that DynamoDB allows. */
  private static final long MOST_EMBEDDED_BYTES = 64 * 1024;

  /** Where the source does not say how large a row is. */
  private static final long USUAL_ROW_BYTES = 200;

  /** The most items, on average, that are gathered in a partition: one takes 1,000 writes/s. */
  private static final double MOST_IN_PARTITION = 10_000;

  /** The most columns of a table that only gives names to values, besides its key. */
  private static final int MOST_DICTIONARY_COLUMNS = 3;

  private Bounds() {}

  /** Whether a parent has so few children that they can be carried inside its item. */
  static boolean isFew(Link link, boolean carriers, long carried) {
    if (link.isOneToOne()) {
      return true;
    }
    Spread spread = link.spread();
    long most = carriers ? MOST_CARRIERS : MOST_EMBEDDED;
    long bytes = link.child().rowBytes() < 0 ? USUAL_ROW_BYTES : link.child().rowBytes();
    long rows = spread.greatest() * carried;
    return spread.isKnown() && rows <= most && rows * bytes <= MOST_EMBEDDED_BYTES;
  }

  /** Whether a parent's children would make its partition hot. */
  static boolean isHot(Link link) {
    return link.spread().average() > MOST_IN_PARTITION;
  }

  /** Whether a table that gives names to values is one to find rows by. */
  static boolean isSelective(Link link) {
    return link.spread().isKnown() && link.spread().average() <= MOST_EMBEDDED;
  }

  /** Whether rows that share a value are few enough for a partition. */
  static boolean fitsPartition(Spread spread) {
    return spread.isKnown() && spread.average() <= MOST_IN_PARTITION;
  }

  /** Whether a number of columns besides the key is that of a table of names for values. */
  static boolean isDictionary(int columns) {
    return columns <= MOST_DICTIONARY_COLUMNS;
  }
}
