package dev.lockstep.draft;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.change.TableId;
import dev.lockstep.draft.Draft.Outcome;
import dev.lockstep.draft.Obstacles.LeftOut;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Drafts a mapping. Tables that belong to others (their key holds the other's key, or they are
 * deleted with it, or nothing else refers to them) are carried inside the other's items where they
 * are few, and stand in its partition where they are many; what a row merely refers to is looked
 * up.
 */
public final class MappingDraft {
  private static final int SHORTEST_NAME = 3;

  private final Design design;
  private final Names names;
  private final Reasons reasons;
  private final Layout layout;
  private final String type;
  private final YamlText items = new YamlText();
  private final ContentText content;
  private final Map<String, String> overview = new LinkedHashMap<>();
  private final Map<TableId, Outcome> outcomes = new TreeMap<>();

  private MappingDraft(
      String pipeline, Style style, List<TableStructure> structures, Spreads spreads) {
    this.design = Design.of(structures, spreads);
    this.names = new Names(structures);
    this.reasons = new Reasons(names);
    String table = pipeline.length() < SHORTEST_NAME ? pipeline + "-items" : pipeline;
    this.layout =
        style == Style.SINGLE_TABLE
            ? new SingleTable(design, names, table)
            : new TablePerEntity(design, names, pipeline);
    this.type = names.attribute("type");
    this.content = new ContentText(design, names, items);
  }

  /**
   * Drafts a mapping. Its text is of use only if one of the outcomes is a table that is mapped.
   *
   * @param pipeline the pipeline's name, after which target tables are named
   */
  public static Draft of(
      String pipeline, Style style, List<TableStructure> structures, Spreads spreads) {
    return new MappingDraft(pipeline, style, structures, spreads).draft(structures);
  }

  private Draft draft(List<TableStructure> structures) {
    design.itemTables().forEach(this::items);
    design.tables().stream().filter(design::isEmbedded).forEach(this::noteEmbedded);
    design.leftOut().forEach((table, reason) -> note(table, false, reason.why()));
    YamlText text = new YamlText();
    head(text, structures);
    text.line(0, "").line(0, "tables:");
    layout.writeTables(text);
    text.line(0, "").line(0, "items:");
    return new Draft(text.toString() + items + leftOut(structures), List.copyOf(outcomes.values()));
  }

  private void head(YamlText text, List<TableStructure> structures) {
    String schemas =
        structures.stream()
            .map(structure -> structure.table().schema())
            .distinct()
            .collect(Collectors.joining(", "));
    text.comment(0, "A first mapping of " + schemas + ", drafted by 'lockstep init'.");
    text.comment(
        0,
        "It is made of keys, foreign keys, names and statistics, and is yours to change:"
            + " docs/mapping.md explains every key, 'lockstep check' finds mistakes, and 'lockstep"
            + " plan' shows what it does.");
    text.line(0, "#");
    int width = overview.keySet().stream().mapToInt(String::length).max().orElse(0);
    overview.forEach(
        (key, what) -> text.line(0, "#   " + key + " ".repeat(width - key.length() + 2) + what));
  }

  private void items(TableStructure table) {
    design
        .join(table)
        .ifPresentOrElse(
            join -> joined(table, join),
            () -> item(table, design.home(table).orElse(null), names.item(table)));
  }

  private void joined(TableStructure table, Join join) {
    if (!layout.placesBothDirections()) {
      item(table, null, names.item(table));
      return;
    }
    boolean first = true;
    for (Join.Side side : join.sides()) {
      if (side.form() == Join.Form.ITEMS) {
        item(table, side.link(), first ? names.item(table) : names.item(table, side.link()));
      }
      first = false;
    }
    if (join.sides().stream().noneMatch(side -> side.form() == Join.Form.ITEMS)) {
      note(table.table(), true, "inside the items that it joins");
    }
  }

  private void item(TableStructure table, @Nullable Link home, String name) {
    Placement placement = layout.place(table, home, name);
    if (!overview.isEmpty()) {
      items.line(0, "");
    }
    items.comment(1, Reasons.size(table));
    if (home != null) {
      items.comment(1, reasons.gathered(home));
    } else {
      design.unselective(table).forEach(link -> items.comment(1, reasons.hot(link)));
    }
    write(items, content, table, home, name, placement);
    String carried = content.carried(table);
    String with = carried.isEmpty() ? "" : ", with " + carried;
    overview.put(
        layout.heading(placement) + String.join("  ", placement.key().values()), name + with);
    note(table.table(), true, "item type " + name + with);
  }

  private void write(
      YamlText to,
      ContentText body,
      TableStructure table,
      @Nullable Link home,
      String name,
      Placement placement) {
    to.line(1, YamlText.key(name) + ":");
    to.line(2, "table: " + YamlText.value(placement.table()));
    to.line(2, "from: " + YamlText.value(table.table().toString()));
    if (!table.primary()) {
      to.line(2, "identity: " + YamlText.list(table.key()));
    }
    to.line(
        2,
        placement.key().entrySet().stream()
            .map(e -> YamlText.key(e.getKey()) + ": " + YamlText.value(e.getValue()))
            .collect(Collectors.joining(", ", "key: { ", " }")));
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(type, "{ value: " + YamlText.value(name) + " }");
    placement
        .attributes()
        .forEach(
            (key, template) ->
                attributes.put(key, "{ template: " + YamlText.value(template) + " }"));
    body.write(2, table, home, false, attributes, placement.path());
  }

  private void noteEmbedded(TableStructure table) {
    design
        .home(table)
        .ifPresent(
            home ->
                note(
                    table.table(),
                    true,
                    "inside " + names.row(home.parent()) + ", as " + names.embed(home)));
  }

  private void note(TableId table, boolean mapped, String what) {
    outcomes.merge(
        table,
        new Outcome(table, mapped, what),
        (one, two) -> new Outcome(table, mapped, one.what() + "; " + two.what()));
  }

  private String leftOut(List<TableStructure> structures) {
    YamlText text = new YamlText();
    for (TableStructure structure : structures) {
      LeftOut reason = design.leftOut().get(structure.table());
      if (reason != null) {
        text.line(0, "");
        text.comment(1, structure.table() + " is left out: " + reason.why() + ".");
        if (!reason.remedy().isEmpty()) {
          text.comment(1, "What to do: " + reason.remedy() + ".");
        }
        if (structure.key().isEmpty()) {
          suggest(text, structure);
        }
      }
    }
    return text.toString();
  }

  /** An item type in comments, over columns that may tell rows apart. */
  private void suggest(YamlText text, TableStructure structure) {
    List<String> columns = suggestedKey(structure);
    if (columns.isEmpty()) {
      return;
    }
    text.comment(
        1,
        "If these columns together are unique and never NULL, and after ALTER TABLE "
            + structure.table()
            + " REPLICA IDENTITY FULL, this will do:");
    TableStructure keyed =
        new TableStructure(
            structure.table(),
            structure.fields(),
            columns,
            false,
            structure.uniqueKeys(),
            List.of(),
            structure.rows(),
            structure.rowBytes(),
            List.of());
    String name = names.item(keyed);
    YamlText item = new YamlText();
    Placement placement = layout.place(keyed, null, name);
    write(item, new ContentText(design, names, item), keyed, null, name, placement);
    item.toString()
        .lines()
        .forEach(line -> text.line(1, "# " + YamlText.oneLine(line.substring(2))));
  }

  /** What is called an id, and times; if there are none, all that may stand in a key. */
  private static List<String> suggestedKey(TableStructure structure) {
    List<Field> usable =
        structure.fields().stream()
            .filter(field -> Obstacles.isUsable(structure, field.name()))
            .toList();
    List<Field> telling =
        usable.stream().filter(field -> Words.isId(field.name()) || isTime(field)).toList();
    return (telling.isEmpty() ? usable : telling).stream().map(Field::name).toList();
  }

  private static boolean isTime(Field field) {
    return Set.of(Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMP_TZ).contains(field.type().kind());
  }
}
