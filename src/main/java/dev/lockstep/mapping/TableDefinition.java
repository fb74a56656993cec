package dev.lockstep.mapping;

import dev.lockstep.item.TableSpec;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.yaml.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A target table of the mapping.
 *
 * @param spec the table
 * @param place where the mapping names it
 */
record TableDefinition(TableSpec spec, Place place) {

  /** The attributes of the table's own key: partition, then sort if there is one. */
  static List<KeyAttribute> keyOf(TableSpec spec) {
    return present(spec.partitionKey(), spec.sortKey());
  }

  /** The attributes of all indexes' keys, repetitions included. */
  static List<KeyAttribute> indexKeysOf(TableSpec spec) {
    List<KeyAttribute> keys = new ArrayList<>();
    spec.indexes().forEach(index -> keys.addAll(present(index.partitionKey(), index.sortKey())));
    return keys;
  }

  private static List<KeyAttribute> present(KeyAttribute first, @Nullable KeyAttribute second) {
    return Stream.concat(Stream.of(first), Optional.ofNullable(second).stream()).toList();
  }
}
