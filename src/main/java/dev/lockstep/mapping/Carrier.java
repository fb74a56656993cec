package dev.lockstep.mapping;

import dev.lockstep.change.Row;
import dev.lockstep.change.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens rows of one node: adds the rows that they look up, and binds what the mapping says of them
 * to the shapes that they have. Several shapes of one table stand side by side, since rows are kept
 * as they came. Not thread-safe.
 */
final class Carrier<B extends BoundRow> {
  /** Tables rarely have more than a few shapes, and a store keeps each one only once. */
  private static final int MAX_SHAPES = 4096;

  private final JoinPlan plan;
  private final JoinNode node;
  private final Function<WideSchema, B> binder;
  private final List<Lookup> lookups = new ArrayList<>();
  private final List<WideShape<B>> shapes = new ArrayList<>();

  /**
   * A lookup.
   *
   * @param from the place of the row that looks up: 0 for the node's own, else that of a lookup
   *     before this one, from 1
   */
  private record Lookup(String name, LinkReader link, int from) {}

  Carrier(JoinPlan plan, JoinNode node, Function<WideSchema, B> binder) {
    this.plan = plan;
    this.node = node;
    this.binder = binder;
    addLookups(node, "", 0);
  }

  private void addLookups(JoinNode parent, String qualifier, int from) {
    for (JoinNode child : parent.children()) {
      if (child.kind() == JoinNode.Kind.LOOKUP) {
        String name = qualifier + child.name();
        lookups.add(new Lookup(name, new LinkReader(child), from));
        addLookups(child, name + ".", lookups.size());
      }
    }
  }

  /**
   * Opens a row.
   *
   * @throws BadValueException if a lookup finds more than one row
   * @throws dev.lockstep.problem.LockstepException if the mapping does not fit a shape of the rows
   */
  OpenRow<B> open(Row row, RowLookup rows) {
    @Nullable Row[] found = new @Nullable Row[lookups.size() + 1];
    found[0] = row;
    for (int i = 0; i < lookups.size(); i++) {
      Row from = found[lookups.get(i).from()];
      found[i + 1] = from == null ? null : lookups.get(i).link().one(from, rows);
    }
    WideShape<B> shape = shapeOf(row, found);
    return new OpenRow<>(shape.widen(row, found), shape.bound(), rows);
  }

  private WideShape<B> shapeOf(Row row, @Nullable Row[] found) {
    for (WideShape<B> shape : shapes) {
      if (shape.fits(found)) {
        return shape;
      }
    }
    if (shapes.size() == MAX_SHAPES) {
      shapes.clear();
    }
    WideShape<B> shape = newShape(row, found);
    shapes.add(shape);
    return shape;
  }

  /** A row that does not exist has NULL columns of the types that the catalog knows. */
  private WideShape<B> newShape(Row row, @Nullable Row[] found) {
    TableSchema[] parts = new TableSchema[found.length];
    int[][] taken = new int[lookups.size()][];
    Map<String, TableSchema> read = new LinkedHashMap<>();
    parts[0] = row.schema();
    for (int i = 0; i < lookups.size(); i++) {
      JoinNode lookup = lookups.get(i).link().node();
      Row other = found[i + 1];
      TableSchema kept = other == null ? plan.catalogOf(lookup) : other.schema();
      TableSchema reads = plan.readShape(lookup, kept);
      parts[i + 1] = kept;
      taken[i] = reads.columns().stream().mapToInt(c -> kept.indexOf(c.name())).toArray();
      read.put(lookups.get(i).name(), reads);
    }
    WideSchema wide = WideSchema.of(plan.knownShape(node, row.schema()), read);
    return new WideShape<>(parts, taken, wide.schema(), binder.apply(wide));
  }
}
