package dev.lockstep.draft;

import dev.lockstep.change.ColumnType.Kind;
import dev.lockstep.source.TableStructure;
import dev.lockstep.source.TableStructure.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what a row shows: columns, attributes, embeds, lookups. */
final class ContentText {
  private final Design design;
  private final Names names;
  private final Lookups lookups;
  private final Reasons reasons;
  private final YamlText text;

  ContentText(Design design, Names names, YamlText text) {
    this.design = design;
    this.names = names;
    this.lookups = new Lookups(design, names);
    this.reasons = new Reasons(names);
    this.text = text;
  }

  /**
   * Writes the content of a row.
   *
   * @param home the reference to the row in whose partition or item it is; absent for none
   * @param inside whether it is in an item
   * @param attributes further attributes, by name; each as it is written
   * @param path what the key looks up; empty inside an item
   */
  void write(
      int level,
      TableStructure table,
      @Nullable Link home,
      boolean inside,
      Map<String, String> attributes,
      List<Link> path) {
    columns(level, table, inside && home != null ? home.columns() : List.of());
    Map<String, String> all = new LinkedHashMap<>(attributes);
    table.fields().stream()
        .filter(field -> Obstacles.isSent(field) && Obstacles.isReserved(field.name()))
        .forEach(field -> all.put(names.instead(table, field.name()), column(field)));
    section(level, "attributes", all);
    embeds(level, table);
    section(level, "lookup", lookups.of(table, home, path));
  }

  private static String column(Field field) {
    return "{ column: " + YamlText.value(field.name()) + " }";
  }

  private void section(int level, String name, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      text.line(level, name + ":");
      entries.forEach((key, value) -> text.line(level + 1, YamlText.key(key) + ": " + value));
    }
  }

  private void columns(int level, TableStructure table, List<String> by) {
    List<String> except = new ArrayList<>();
    List<String> generated = new ArrayList<>();
    List<String> secret = new ArrayList<>();
    for (Field field : table.fields()) {
      if (field.generated()) {
        generated.add(field.name());
      } else if (!Obstacles.isCarried(field)) {
        text.comment(level, "No " + field.name() + ": " + field.type() + " cannot be carried.");
        except.add(field.name());
      } else if (Obstacles.isReserved(field.name())) {
        text.comment(level, "Lockstep keeps the name " + field.name() + " for itself.");
        except.add(field.name());
      } else if (Words.isSecret(field.name()) && !isNeeded(table, field.name())) {
        secret.add(field.name());
      }
    }
    remark(level, secret, " looks like a secret.", " look like secrets.");
    remark(
        level,
        generated,
        " is computed by the source, which does not send it.",
        " are computed by the source, which does not send them.");
    except.addAll(secret);
    if (!except.isEmpty()) {
      by.stream().filter(column -> !except.contains(column)).forEach(except::add);
      text.line(level, "columns: { except: " + YamlText.list(except) + " }");
    }
  }

  private void remark(int level, List<String> columns, String one, String several) {
    if (!columns.isEmpty()) {
      text.comment(level, String.join(", ", columns) + (columns.size() == 1 ? one : several));
    }
  }

  private boolean isNeeded(TableStructure table, String column) {
    return table.key().contains(column)
        || design.from(table).stream().anyMatch(link -> link.columns().contains(column));
  }

  private void embeds(int level, TableStructure table) {
    List<Link> children =
        design.children(table).stream().filter(l -> design.isEmbedded(l.child())).toList();
    List<Join.Side> sides =
        design.sides(table).stream().filter(s -> s.form() == Join.Form.EMBEDDED).toList();
    if (!children.isEmpty() || !sides.isEmpty()) {
      text.line(level, "embed:");
      children.forEach(child -> child(level + 1, child));
      sides.forEach(side -> side(level + 1, side));
    }
  }

  private void child(int level, Link link) {
    head(level, link, names.embed(link));
    TableStructure child = link.child();
    List<String> rest = child.key().stream().filter(c -> !link.columns().contains(c)).toList();
    if (link.isOneToOne()) {
      text.line(level + 1, "as: object");
    } else if (child.key().size() == 1) {
      text.line(level + 1, "as: map");
      text.line(level + 1, "key: " + YamlText.value("{" + child.key().get(0) + "}"));
    } else {
      text.line(level + 1, "as: list");
      orderBy(level + 1, rest);
    }
    write(level + 1, child, link, true, Map.of(), List.of());
  }

  private void head(int level, Link link, String name) {
    TableStructure child = link.child();
    text.comment(level, reasons.embedded(link));
    text.line(level, YamlText.key(name) + ":");
    text.line(level + 1, "from: " + YamlText.value(child.table().toString()));
    text.line(level + 1, "by: " + YamlText.oneOrList(link.columns()));
    if (!link.isToKey()) {
      text.line(level + 1, "to: " + YamlText.list(link.toColumns()));
    }
    if (!child.primary()) {
      text.line(level + 1, "identity: " + YamlText.list(child.key()));
    }
  }

  private void orderBy(int level, List<String> columns) {
    if (!columns.isEmpty() && columns.stream().allMatch(Words::isSimple)) {
      text.line(level, "order-by: " + YamlText.oneOrList(columns));
    }
  }

  private void side(int level, Join.Side side) {
    Link link = side.link();
    List<String> other = side.other().columns();
    boolean pure = isPure(side);
    head(level, link, name(side));
    if (pure && other.size() == 1) {
      text.line(level + 1, "as: " + setOf(link.child(), other.get(0)));
      text.line(level + 1, "value: { column: " + YamlText.value(other.get(0)) + " }");
    } else {
      text.line(level + 1, "as: list");
      orderBy(level + 1, other);
      write(level + 1, link.child(), link, true, Map.of(), List.of());
    }
  }

  private boolean isPure(Join.Side side) {
    return design.join(side.link().child()).map(Join::pure).orElse(false);
  }

  private String name(Join.Side side) {
    return isPure(side) ? names.joined(side) : names.embed(side.link());
  }

  /** A text may be empty, which no set can hold. */
  private static String setOf(TableStructure table, String column) {
    Kind kind = table.field(column).map(f -> f.type().kind()).orElse(Kind.TEXT);
    return kind == Kind.INTEGER ? "number-set" : kind == Kind.UUID ? "string-set" : "list";
  }

  /** What is carried inside a table's item, for an overview. */
  String carried(TableStructure table) {
    return Stream.concat(
            design.children(table).stream()
                .filter(l -> design.isEmbedded(l.child()))
                .map(names::embed),
            design.sides(table).stream()
                .filter(s -> s.form() == Join.Form.EMBEDDED)
                .map(this::name))
        .collect(Collectors.joining(", "));
  }
}
