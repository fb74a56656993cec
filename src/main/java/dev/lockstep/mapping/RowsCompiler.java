package dev.lockstep.mapping;

import dev.lockstep.change.Column;
import dev.lockstep.change.TableSchema;
import dev.lockstep.yaml.Problems;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles what stands in the rows of one node, a root or an embed: finds the tables that they look
 * up and embed, and notes which columns are read for what.
 */
final class RowsCompiler {
  private final String owner;
  private final Joint joint;
  private final Content content;
  private final Sources sources;
  private final Problems problems;
  private final Map<String, Joint> lookups = new LinkedHashMap<>();
  private final WideSchema wide;
  private boolean resolved = true;

  /**
   * Finds what the rows look up.
   *
   * @param owner what has the rows, for messages: {@code item type 'order'}
   */
  RowsCompiler(String owner, Joint joint, Content content, Sources sources) {
    this.owner = owner;
    this.joint = joint;
    this.content = content;
    this.sources = sources;
    this.problems = sources.problems();
    addLookups(joint, "", content.lookups(), owner);
    Map<String, TableSchema> schemas = new LinkedHashMap<>();
    lookups.forEach((name, lookup) -> schemas.put(name, lookup.source().schema()));
    this.wide = WideSchema.of(joint.source().schema(), schemas);
  }

  private void addLookups(
      Joint from, String qualifier, Map<String, LookupDefinition> definitions, String holder) {
    definitions.forEach(
        (name, definition) -> {
          String user = "lookup '" + name + "' of " + holder;
          Joint lookup = new Joiner(sources).lookup(from, definition, user).orElse(null);
          if (lookup == null) {
            resolved = false;
            return;
          }
          lookups.put(qualifier + name, lookup);
          checkCollision(qualifier + name, lookup, definition, user);
          addLookups(lookup, qualifier + name + ".", definition.lookups(), user);
        });
  }

  private void checkCollision(String name, Joint lookup, LookupDefinition definition, String user) {
    for (Column column : lookup.source().schema().columns()) {
      String qualified = WideSchema.qualified(name, column.name());
      if (joint.source().schema().indexOf(qualified) >= 0) {
        problems.error(
            "NAME-TWICE",
            "'"
                + qualified
                + "' is a column of "
                + joint.source().schema().table()
                + ", and column '"
                + column.name()
                + "' of "
                + user,
            definition.place(),
            "Give the lookup another name.");
      }
    }
  }

  /** Whether all looked-up tables are known; if not, their columns are not, and no more is said. */
  boolean isResolved() {
    return resolved;
  }

  /** The shape of the rows with all that they look up, by the catalog. */
  WideSchema wide() {
    return wide;
  }

  /** Notes what columns, qualified or not, are read for. */
  void use(Joint.Use use, Collection<String> columns) {
    for (String column : columns) {
      String lookup = wide.lookupOf(column);
      Joint from = lookup == null ? joint : lookups.getOrDefault(lookup, joint);
      use(from, use, lookup == null ? column : column.substring(lookup.length() + 1));
    }
  }

  private void use(Joint from, Joint.Use use, String column) {
    from.use(use, List.of(column));
    if (content.zeroDates() == ZeroDates.REFUSE) {
      from.refuseZeroDates(List.of(column));
    }
  }

  /** Notes what the content shows. */
  void useContent() {
    for (Column column : wide.base().columns()) {
      if (content.showsColumn(column.name())) {
        use(joint, Joint.Use.SHOWN, column.name());
      }
    }
    content
        .attributes()
        .values()
        .forEach(value -> use(Joint.Use.SHOWN, ItemTypePlan.columnsOf(value)));
    content
        .lookups()
        .forEach((name, lookup) -> use(Joint.Use.SHOWN, Taken.columnsOf(name, lookup)));
  }

  /** Compiles the embeds. */
  void compileEmbeds() {
    content.embeds().values().forEach(this::compile);
  }

  private void compile(EmbedDefinition embed) {
    String user = embed.owner(owner);
    new Joiner(sources)
        .embed(joint, embed, user)
        .ifPresent(embedded -> compile(embed, embedded, user));
  }

  private void compile(EmbedDefinition embed, Joint embedded, String user) {
    RowsCompiler rows = new RowsCompiler(user, embedded, embed.content(), sources);
    if (rows.isResolved()) {
      Binder.Occasion compiling = Binder.Occasion.COMPILE;
      rows.useIn(embed, new ElementBinder(user, embed, rows.wide(), compiling, problems).bind());
    }
    rows.compileEmbeds();
  }

  private void useIn(EmbedDefinition embed, BoundElement bound) {
    Where where = bound.where();
    ValueDefinition value = embed.value();
    if (value == null) {
      useContent();
    } else {
      use(Joint.Use.SHOWN, ItemTypePlan.columnsOf(value));
    }
    if (embed.key() != null) {
      use(Joint.Use.SHOWN, ItemTypePlan.columnsOf(embed.key()));
    }
    if (where != null) {
      use(Joint.Use.CONDITION, where.columns());
    }
    use(Joint.Use.ORDER, embed.orderBy().stream().map(order -> order.column().name()).toList());
  }
}
