package dev.lockstep.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.item.TableSpec;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a mapping, to tell later what has changed in it.
 *
 * @param plan identifies the whole mapping: {@link MappingPlan#hash}
 * @param types the item types
 * @param tables the target tables that they go to
 * @param kept the tables of which rows are kept
 */
public record Fingerprint(
    String plan, List<Type> types, List<TableSpec> tables, List<KeptTable> kept) {
  /** A control table's item holds 400 KB, and other things besides. */
  private static final int MAX_CHARACTERS = 100_000;

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * An item type.
   *
   * @param name what the mapping calls it
   * @param table the target table
   * @param hash of its definition, its table's keys and indexes, and what is kept for it
   * @param overlaps the item types whose items may have the same keys
   */
  public record Type(String name, String table, String hash, List<String> overlaps) {

    /** The same, of which nobody knows how its items were made: it equals no definition. */
    public Type uncertain() {
      return new Type(name, table, "", overlaps);
    }
  }

  static Fingerprint of(MappingPlan plan) {
    List<Type> types = plan.itemTypes().stream().map(type -> of(type, plan)).toList();
    return new Fingerprint(plan.hash(), types, plan.tables(), plan.kept());
  }

  private static Type of(ItemTypePlan type, MappingPlan plan) {
    List<String> overlaps =
        plan.itemTypes().stream()
            .filter(other -> other != type && other.keysOverlap(type))
            .map(ItemTypePlan::name)
            .toList();
    return new Type(type.name(), type.table().name(), PlanJson.hash(type, plan), overlaps);
  }

  /**
   * As text of a bounded length. A mapping of very many item types is remembered as a whole only.
   */
  public String toText() {
    String text = write(this);
    return text.length() <= MAX_CHARACTERS
        ? text
        : write(new Fingerprint(plan, List.of(), List.of(), List.of()));
  }

  private static String write(Fingerprint fingerprint) {
    try {
      return JSON.writeValueAsString(fingerprint);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts are always JSON", e);
    }
  }

  /** Reads what {@link #toText} wrote; empty if it is not that. */
  public static Optional<Fingerprint> parse(String text) {
    try {
      return Optional.of(JSON.readValue(text, Fingerprint.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Whether the item types are remembered one by one. */
  public boolean namesTypes() {
    return !types.isEmpty();
  }

  /** Whether it is certain that the mapping keeps no rows. */
  public boolean keepsNoRows() {
    return namesTypes() && kept.isEmpty();
  }

  /** An item type by its name. */
  public Optional<Type> type(String name) {
    return types.stream().filter(type -> type.name().equals(name)).findFirst();
  }
}
