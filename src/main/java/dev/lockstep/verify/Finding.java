package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import dev.lockstep.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as the source says, confirmed. Shows keys, and values as far as they are
 * not masked ({@link Masks}).
 *
 * @param kind what is wrong
 * @param itemType whose item it is; absent if no type has such keys
 * @param key the item; absent only for {@link Kind#UNMAPPABLE}, where a row gives no key
 * @param row the row that the item comes from; absent where there is none
 * @param storedVersion what stands in {@code _v}, as text; absent where there is nothing
 * @param versionFault what is wrong with it; absent where nothing is
 * @param differences where the contents differ; empty unless {@link Kind#DIFFERENT}
 * @param problem why the row makes no item, with {@link Kind#UNMAPPABLE}; why the item will be
 *     wrong again when it is repaired, with {@link Kind#DIFFERENT}; absent otherwise
 */
public record Finding(
    Kind kind,
    @Nullable String itemType,
    @Nullable ItemKey key,
    @Nullable SourceRow row,
    @Nullable String storedVersion,
    @Nullable VersionFault versionFault,
    List<AttributeDifference> differences,
    @Nullable Problem problem) {

  /** What is wrong. */
  public enum Kind {
    /** The source says that there is an item, the target has none. */
    MISSING,
    /** The target has an item that no row makes. */
    EXTRA,
    /** The content is another one. Its {@link Finding#versionFault} may be there too. */
    DIFFERENT,
    /** The content is right, {@code _v} is not: the next change may lose against it. */
    WRONG_VERSION,
    /** Several rows make an item with this key, so no content can be right. */
    AMBIGUOUS,
    /** The row should make an item, and cannot. */
    UNMAPPABLE
  }

  /** What is wrong with a stored {@code _v}. */
  public enum VersionFault {
    /** There is none: a stranger wrote the item. */
    ABSENT,
    /** It is not a number, or no version. */
    NOT_A_NUMBER,
    /** It is older than the load that wrote every item. */
    OLDER_THAN_LOAD,
    /** It is newer than anything that the source has committed. */
    AHEAD_OF_SOURCE
  }

  /**
   * A row, as {@code lockstep explain} takes it.
   *
   * @param table {@code schema.table}
   * @param key the values of its key columns in key order, as text; empty in a table without a key
   */
  public record SourceRow(String table, List<String> key) {
    @Override
    public String toString() {
      return table + key;
    }
  }
}
