package dev.lockstep.item;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target table as the mapping wants it.
 *
 * @param name the DynamoDB table
 * @param partitionKey its partition key
 * @param sortKey its sort key, if it has one
 * @param indexes its global secondary indexes
 */
public record TableSpec(
    String name, KeyAttribute partitionKey, @Nullable KeyAttribute sortKey, List<Index> indexes) {

  /**
   * An attribute of a key.
   *
   * @param name the attribute
   * @param type its type
   */
  public record KeyAttribute(String name, KeyType type) {}

  /** The types that a key attribute can have. */
  public enum KeyType {
    /** Text. */
    S,
    /** Number. */
    N,
    /** Binary. */
    B
  }

  /** A global secondary index; projects all attributes. */
  public record Index(String name, KeyAttribute partitionKey, @Nullable KeyAttribute sortKey) {}
}
