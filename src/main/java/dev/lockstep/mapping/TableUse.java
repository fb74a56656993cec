package dev.lockstep.mapping;

import dev.lockstep.change.TableId;
import dev.lockstep.yaml.Place;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A place in a mapping that names a table of the source.
 *
 * @param user who reads the table, for messages: {@code embed 'lines' of item type 'order'}
 * @param table the table
 * @param place where the mapping names it
 * @param identity the columns that are to identify its rows; empty for its primary key
 */
record TableUse(String user, TableId table, Place place, List<Named> identity) {

  /** The root of an item type and all that is embedded or looked up from there. */
  static Stream<TableUse> of(ItemDefinition item) {
    String user = "item type '" + item.name() + "'";
    return Stream.concat(
        Stream.of(new TableUse(user, item.root(), item.rootPlace(), item.identity())),
        of(item.content(), " of " + user));
  }

  private static Stream<TableUse> of(Content content, String owner) {
    return Stream.concat(
        content.embeds().values().stream().flatMap(embed -> of(embed, owner)),
        of(content.lookups(), owner));
  }

  private static Stream<TableUse> of(EmbedDefinition embed, String owner) {
    String user = "embed '" + embed.name() + "'" + owner;
    return Stream.concat(
        Stream.of(new TableUse(user, embed.from(), embed.fromPlace(), embed.identity())),
        of(embed.content(), " of " + user));
  }

  private static Stream<TableUse> of(Map<String, LookupDefinition> lookups, String owner) {
    return lookups.values().stream().flatMap(lookup -> of(lookup, owner));
  }

  private static Stream<TableUse> of(LookupDefinition lookup, String owner) {
    String user = "lookup '" + lookup.name() + "'" + owner;
    return Stream.concat(
        Stream.of(new TableUse(user, lookup.from(), lookup.fromPlace(), lookup.identity())),
        of(lookup.lookups(), " of " + user));
  }
}
