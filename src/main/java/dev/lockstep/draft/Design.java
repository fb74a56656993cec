package dev.lockstep.draft;

import dev.lockstep.change.TableId;
import dev.lockstep.draft.Obstacles.LeftOut;
import dev.lockstep.source.TableStructure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What becomes of each table. A table is left out, or joins two others, or has at most one *home*:
 * the parent to which its rows belong. Rows that belong to a parent stand in the parent's
 * partition, or inside the parent's item if they are few.
 */
final class Design {
  private static final int DEEPEST_EMBED = 3;

  private final Map<TableId, TableStructure> tables = new TreeMap<>();
  private final Map<TableId, LeftOut> leftOut = new TreeMap<>();
  private final List<Link> links;
  private final Spreads spreads;
  private final Map<TableId, Join> joins = new TreeMap<>();
  private final Map<TableId, Link> homes = new TreeMap<>();
  private final Map<TableId, Boolean> embedded = new TreeMap<>();

  private Design(List<TableStructure> structures, Spreads spreads) {
    this.spreads = spreads;
    for (TableStructure structure : structures) {
      Obstacles.of(structure)
          .ifPresentOrElse(
              reason -> leftOut.put(structure.table(), reason),
              () -> tables.put(structure.table(), structure));
    }
    links =
        Links.among(List.copyOf(tables.values()), spreads).stream()
            .filter(
                link -> link.columns().stream().allMatch(c -> Obstacles.isUsable(link.child(), c)))
            .filter(
                link ->
                    link.toColumns().stream().allMatch(c -> Obstacles.isUsable(link.parent(), c)))
            .toList();
  }

  static Design of(List<TableStructure> structures, Spreads spreads) {
    Design design = new Design(structures, spreads);
    design.tables.values().forEach(design::findJoin);
    design.tables.values().forEach(design::findHome);
    design.tables.keySet().forEach(design::isEmbedded);
    return design;
  }

  /** The tables whose rows are mapped. */
  List<TableStructure> tables() {
    return List.copyOf(tables.values());
  }

  /** Why tables are not mapped. */
  Map<TableId, LeftOut> leftOut() {
    return leftOut;
  }

  /** What a table references. */
  List<Link> from(TableStructure child) {
    return links.stream().filter(link -> link.child().equals(child)).toList();
  }

  private List<Link> to(TableStructure parent) {
    return links.stream()
        .filter(link -> link.parent().equals(parent) && !link.isToItself())
        .toList();
  }

  /** What a table joins. */
  Optional<Join> join(TableStructure table) {
    return Optional.ofNullable(joins.get(table.table()));
  }

  /** To whom a table's rows belong. */
  Optional<Link> home(TableStructure table) {
    return Optional.ofNullable(homes.get(table.table()));
  }

  /** The tables that belong to a table, as embedded rows or as items. */
  List<Link> children(TableStructure parent) {
    return homes.values().stream().filter(link -> link.parent().equals(parent)).toList();
  }

  /** The sides of joins that a table is on. */
  List<Join.Side> sides(TableStructure table) {
    return joins.values().stream()
        .flatMap(join -> join.sides().stream())
        .filter(side -> side.link().parent().equals(table))
        .toList();
  }

  /** What a table's items should be found by, besides their key. */
  Optional<Link> index(TableStructure table) {
    return from(table).stream()
        .filter(link -> !link.isToItself() && !link.isOneToOne() && isSelective(link))
        .min(preference());
  }

  private boolean isSelective(Link link) {
    return !Bounds.isHot(link) && (!isDictionary(link.parent()) || Bounds.isSelective(link));
  }

  /** What a table's items cannot well be found by. */
  List<Link> unselective(TableStructure table) {
    return from(table).stream().filter(link -> !link.isToItself() && !isSelective(link)).toList();
  }

  /** The columns that name the partition of a table whose rows belong to nobody. */
  List<String> partitionKey(TableStructure table) {
    List<String> first = table.key().subList(0, 1);
    return table.key().size() > 1 && Bounds.fitsPartition(spreads.of(table.table(), first))
        ? first
        : table.key();
  }

  private void findJoin(TableStructure table) {
    List<Link> identifying =
        from(table).stream().filter(l -> l.isOwning() && l.isIdentifying()).toList();
    boolean pairs =
        identifying.size() == 2
            && to(table).isEmpty()
            && identifying.get(0).columns().size() + identifying.get(1).columns().size()
                == table.key().size()
            && identifying.get(0).columns().stream()
                .noneMatch(identifying.get(1).columns()::contains);
    if (pairs) {
      joins.put(table.table(), join(table, identifying.get(0), identifying.get(1)));
    }
  }

  private static Join join(TableStructure table, Link first, Link second) {
    boolean pure = table.key().size() == table.fields().size();
    boolean firstLeads = table.key().indexOf(first.columns().get(0)) == 0;
    Link leading = firstLeads ? first : second;
    Link following = firstLeads ? second : first;
    boolean leadingFew = Bounds.isFew(leading, false, 1);
    boolean followingFew = Bounds.isFew(following, false, 1) && (pure || !leadingFew);
    return new Join(
        List.of(
            new Join.Side(leading, following, form(leading, leadingFew, true)),
            new Join.Side(following, leading, form(following, followingFew, leadingFew))),
        pure);
  }

  /** A side whose partitions would be hot shows nothing if the other side shows the pairs. */
  private static Join.Form form(Link link, boolean few, boolean shownElsewhere) {
    if (few) {
      return Join.Form.EMBEDDED;
    }
    return shownElsewhere && Bounds.isHot(link) ? Join.Form.NONE : Join.Form.ITEMS;
  }

  private void findHome(TableStructure table) {
    if (join(table).isEmpty()) {
      from(table).stream()
          .filter(link -> canBeHome(link) && !isCircular(link))
          .min(preference())
          .ifPresent(home -> homes.put(table.table(), home));
    }
  }

  /** First what the source says, then where there are fewest, then the order of columns. */
  private static Comparator<Link> preference() {
    return Comparator.<Link, Boolean>comparing(link -> !link.isOwning())
        .thenComparing(link -> link.spread().average());
  }

  /**
   * What other tables refer to on their own account is an entity of its own, and does not belong to
   * a parent that the source does not name as its owner.
   */
  private boolean canBeHome(Link link) {
    boolean possible =
        !link.isToItself()
            && !link.isOptional()
            && !Bounds.isHot(link)
            && joins.get(link.parent().table()) == null;
    boolean entity = to(link.child()).stream().anyMatch(l -> !l.isOwning());
    return possible && (link.isOwning() || (!entity && !isDictionary(link.parent())));
  }

  private boolean isDictionary(TableStructure table) {
    boolean refers = from(table).stream().anyMatch(link -> !link.isToItself());
    return !refers && Bounds.isDictionary(table.fields().size() - table.key().size());
  }

  private boolean isCircular(Link link) {
    Link up = link;
    while (up != null) {
      if (up.parent().equals(link.child())) {
        return true;
      }
      up = homes.get(up.parent().table());
    }
    return false;
  }

  /** Whether a table's rows are carried inside their parents' items. */
  boolean isEmbedded(TableStructure table) {
    return isEmbedded(table.table());
  }

  private boolean isEmbedded(TableId table) {
    Boolean known = embedded.get(table);
    if (known == null) {
      Link home = homes.get(table);
      known = home != null && fits(home);
      embedded.put(table, known);
    }
    return known;
  }

  private boolean fits(Link home) {
    TableStructure child = home.child();
    boolean part = home.isOwning() || to(child).isEmpty();
    boolean growing = Words.isLog(child.table().name());
    boolean carriers = !children(child).isEmpty();
    int depth = 1;
    long carried = 1;
    for (Link above : carriersOf(home)) {
      depth++;
      carried *= Math.max(1, above.spread().greatest());
    }
    return part
        && !growing
        && sides(child).isEmpty()
        && depth <= DEEPEST_EMBED
        && Bounds.isFew(home, carriers, carried);
  }

  /** The homes of those embedded rows inside which a child would be. */
  private List<Link> carriersOf(Link home) {
    List<Link> carriers = new ArrayList<>();
    Link up = home;
    while (up != null && isEmbedded(up.parent())) {
      up = homes.get(up.parent().table());
      if (up != null) {
        carriers.add(up);
      }
    }
    return carriers;
  }

  /** The tables that have items of their own, each behind the one to which it belongs. */
  List<TableStructure> itemTables() {
    Map<TableId, TableStructure> ordered = new LinkedHashMap<>();
    tables.values().stream()
        .filter(table -> home(table).isEmpty() && join(table).isEmpty())
        .forEach(root -> addWithChildren(root, ordered));
    tables.values().stream()
        .filter(table -> join(table).isPresent())
        .forEach(table -> ordered.put(table.table(), table));
    return new ArrayList<>(ordered.values());
  }

  private void addWithChildren(TableStructure table, Map<TableId, TableStructure> ordered) {
    if (!isEmbedded(table)) {
      ordered.put(table.table(), table);
    }
    children(table).forEach(child -> addWithChildren(child.child(), ordered));
  }
}
