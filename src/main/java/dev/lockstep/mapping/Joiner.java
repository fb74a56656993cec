package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins tables as embeds and lookups say, and reports references that cannot hold. */
final class Joiner {
  private static final List<Set<Kind>> COMPARABLE =
      List.of(EnumSet.of(Kind.INTEGER, Kind.DECIMAL), EnumSet.of(Kind.TEXT, Kind.ENUM, Kind.UUID));
  private static final Set<Kind> WITHOUT_EQUALITY =
      EnumSet.of(Kind.UNSUPPORTED, Kind.JSON, Kind.INTERVAL);

  private final Sources sources;

  Joiner(Sources sources) {
    this.sources = sources;
  }

  /**
   * A side of a reference.
   *
   * @param columns that are equal to those of the other side, in the same order
   */
  private record Side(TableSchema schema, List<String> columns) {}

  /**
   * The embedded table; empty if something is wrong, which is reported.
   *
   * @param user the embed in messages
   */
  Optional<Joint> embed(Joint parent, EmbedDefinition embed, String user) {
    SourceTable child = find(user, embed.from(), embed.fromPlace(), embed.identity());
    if (child == null) {
      return Optional.empty();
    }
    Reference reference = embed.reference();
    Side by = by(child.schema(), reference);
    Side to = to(parent.source().schema(), reference);
    return fits(user, reference, by, to, embed.place())
        ? Optional.of(
            parent.join(embed.name(), JoinNode.Kind.EMBED, child, to.columns(), by.columns()))
        : Optional.empty();
  }

  /**
   * The looked-up table; empty if something is wrong, which is reported.
   *
   * @param user the lookup in messages
   */
  Optional<Joint> lookup(Joint parent, LookupDefinition lookup, String user) {
    SourceTable child = find(user, lookup.from(), lookup.fromPlace(), lookup.identity());
    if (child == null) {
      return Optional.empty();
    }
    Reference reference = lookup.reference();
    Side by = by(parent.source().schema(), reference);
    Side to = to(child.schema(), reference);
    return fits(user, reference, by, to, lookup.place())
        ? Optional.of(
            parent.join(lookup.name(), JoinNode.Kind.LOOKUP, child, by.columns(), to.columns()))
        : Optional.empty();
  }

  private @Nullable SourceTable find(
      String user, TableId table, Place place, List<Named> identity) {
    SourceTable source = sources.find(user, table, place);
    boolean keyed = source != null && sources.checkRowKey(user, source.schema(), identity, place);
    return keyed ? source : null;
  }

  private static Side by(TableSchema schema, Reference reference) {
    return new Side(schema, names(reference.by()));
  }

  private static Side to(TableSchema schema, Reference reference) {
    return new Side(schema, reference.to().isEmpty() ? schema.keyColumns() : names(reference.to()));
  }

  private static List<String> names(List<Named> columns) {
    return columns.stream().map(Named::name).toList();
  }

  private boolean fits(String user, Reference reference, Side by, Side to, Place place) {
    boolean known = !by.columns().isEmpty() && !to.columns().isEmpty();
    for (Named column : reference.by()) {
      known &= sources.checkColumn(user, by.schema(), column);
    }
    for (Named column : reference.to()) {
      known &= sources.checkColumn(user, to.schema(), column);
    }
    return known && sameCount(user, by, to, place) && sameTypes(user, reference, by, to);
  }

  private boolean sameCount(String user, Side by, Side to, Place place) {
    if (by.columns().size() == to.columns().size()) {
      return true;
    }
    sources
        .problems()
        .error(
            "REFERENCE-COUNT",
            user
                + " references ("
                + String.join(", ", to.columns())
                + ") of "
                + to.schema().table()
                + " by ("
                + String.join(", ", by.columns())
                + ")",
            place,
            "Name as many columns with 'by' as the referenced key has, in its order; name the"
                + " referenced columns with 'to' if they are not the row key.");
    return false;
  }

  private boolean sameTypes(String user, Reference reference, Side by, Side to) {
    boolean same = true;
    for (int i = 0; i < by.columns().size(); i++) {
      ColumnType one = type(by, i);
      ColumnType other = type(to, i);
      if (!areComparable(one.kind(), other.kind())) {
        same = false;
        incomparable(user, reference.by().get(i), one, to.columns().get(i), other);
      }
    }
    return same;
  }

  private static ColumnType type(Side side, int place) {
    int column = side.schema().indexOf(side.columns().get(place));
    return side.schema().columns().get(column).type();
  }

  private static boolean areComparable(Kind a, Kind b) {
    return !WITHOUT_EQUALITY.contains(a)
        && (a == b
            || COMPARABLE.stream().anyMatch(kinds -> kinds.contains(a) && kinds.contains(b)));
  }

  private void incomparable(String user, Named by, ColumnType one, String to, ColumnType other) {
    sources
        .problems()
        .error(
            "REFERENCE-TYPE",
            user
                + " references by column '"
                + by
                + "' of type "
                + one
                + ", and the referenced column '"
                + to
                + "' is of type "
                + other,
            by.place(),
            "Reference by a column of the same type.");
  }
}
