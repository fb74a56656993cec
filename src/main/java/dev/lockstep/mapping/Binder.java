package dev.lockstep.mapping;

import dev.lockstep.change.TableSchema;
import dev.lockstep.item.Bookkeeping;
import dev.lockstep.item.TableSpec.KeyAttribute;
import dev.lockstep.item.Value;
import dev.lockstep.yaml.Place;
import dev.lockstep.yaml.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds an item type to one shape of its root's rows: at compile time to the catalog's, later to
 * whatever the stream or the kept rows show. All go this one way, so that what compiles also runs.
 */
final class Binder implements ContentBinder.Names {
  private static final Set<String> RESERVED =
      Set.of(Bookkeeping.VERSION, Bookkeeping.COMMIT_TIME, Bookkeeping.DELETED);
  private static final BoundValue NOTHING = new BoundValue.Constant(new Value.Null());

  private final ItemTypePlan plan;
  private final ItemDefinition definition;
  private final WideSchema wide;
  private final Problems problems;
  private final ValueBinder values;
  private final Map<String, KeyRule> indexRules;

  /** When a binding happens. */
  enum Occasion {
    /** Before the pipeline runs: whatever is wrong is wrong in the mapping. */
    COMPILE,
    /** While it runs: the table has changed under it. */
    SCHEMA_CHANGE
  }

  Binder(ItemTypePlan plan, TableSchema schema, Occasion occasion, Problems problems) {
    this(plan, WideSchema.of(schema), occasion, problems);
  }

  Binder(ItemTypePlan plan, WideSchema wide, Occasion occasion, Problems problems) {
    this.plan = plan;
    this.definition = plan.definition();
    this.wide = wide;
    this.problems = problems;
    ColumnReader columns =
        new ColumnReader(
            definition.owner(), definition.content(), wide.schema(), occasion, problems);
    this.values = new ValueBinder(definition.owner(), columns, problems);
    this.indexRules = plan.indexRules();
  }

  /** The bound item type; of no use if there were problems. */
  BoundItem bind() {
    List<BoundItem.KeyPart> key = new ArrayList<>();
    for (KeyAttribute attribute : TableDefinition.keyOf(plan.table())) {
      key.add(keyPart(attribute, key.isEmpty()));
    }
    BoundContent content = new ContentBinder(definition.content(), wide, values, this).bind();
    return new BoundItem(plan, key, content, where(), keyRows());
  }

  private int[] keyRows() {
    return plan.keyColumns().stream()
        .map(wide::lookupOf)
        .filter(Objects::nonNull)
        .distinct()
        .flatMapToInt(lookup -> Arrays.stream(wide.presenceOf(lookup)))
        .toArray();
  }

  private @Nullable Where where() {
    return definition.where() == null
        ? null
        : new WhereCompiler(definition.owner(), wide.schema(), definition.content(), problems)
            .compile(definition.where());
  }

  private BoundItem.KeyPart keyPart(KeyAttribute attribute, boolean first) {
    KeyRule rule =
        first
            ? KeyRule.partition(attribute.name(), attribute.type())
            : KeyRule.sort(attribute.name(), attribute.type());
    ValueDefinition value = plan.key().get(attribute.name());
    return new BoundItem.KeyPart(rule, value == null ? NOTHING : values.bind(value, rule));
  }

  @Override
  public Place place() {
    return definition.place();
  }

  @Override
  public Map<String, KeyRule> rules() {
    return indexRules;
  }

  @Override
  public boolean isShownElsewhere(String column) {
    ValueDefinition key = plan.key().get(column);
    return key != null && ItemTypePlan.columnsOf(key).equals(List.of(column)) && isBare(key);
  }

  private static boolean isBare(ValueDefinition key) {
    return key instanceof ValueDefinition.FromColumn
        || (key instanceof ValueDefinition.FromTemplate template
            && template.template().onlyColumn() != null);
  }

  @Override
  public boolean admits(String name, Place place, String what) {
    boolean reserved = RESERVED.contains(name);
    if (reserved || plan.key().containsKey(name)) {
      refuse(name, place, what, reserved);
      return false;
    }
    if (!what.equals("column") && !what.equals("attribute")) {
      checkNotIndexed(name, place, what);
    }
    return true;
  }

  private void refuse(String name, Place place, String what, boolean reserved) {
    problems.error(
        reserved ? "RESERVED-NAME" : "NAME-IS-KEY",
        what
            + " '"
            + name
            + "' of "
            + definition.owner()
            + " "
            + (reserved
                ? "has a name that Lockstep keeps for itself"
                : "has the name of a key attribute of table '" + plan.table().name() + "'"),
        place,
        what.equals("column")
            ? "Leave it out with columns: { except: ["
                + name
                + "] }, and show it under another"
                + " name with attributes."
            : "Give the " + what + " another name.");
  }

  /** Collections can be in no index key. */
  private void checkNotIndexed(String name, Place place, String what) {
    LookupDefinition lookup = definition.content().lookups().get(name);
    boolean text = lookup != null && lookup.take() instanceof LookupDefinition.Take.Text;
    KeyRule rule = indexRules.get(name);
    if (rule != null && !text) {
      problems.error(
          "KEY-TYPE",
          "key attribute '"
              + name
              + "' of "
              + definition.owner()
              + " must be of type "
              + rule.type()
              + ", but "
              + what
              + " '"
              + name
              + "' is a collection",
          place,
          "Give the " + what + " another name.");
    }
  }
}
