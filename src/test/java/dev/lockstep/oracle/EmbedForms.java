package dev.lockstep.oracle;

import dev.lockstep.item.Value;
import dev.lockstep.oracle.MappingModel.Form;
import dev.lockstep.oracle.MappingModel.Order;
import dev.lockstep.oracle.MappingModel.ValueModel;
import dev.lockstep.oracle.MappingModel.ValueModel.Part;
import dev.lockstep.oracle.MappingModel.ValueModel.Template;
import dev.lockstep.oracle.RandomContent.Path;
import dev.lockstep.oracle.SchemaModel.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what embedded rows become. */
final class EmbedForms {
  private final Dice dice;
  private final boolean wild;

  EmbedForms(Dice dice, boolean wild) {
    this.dice = dice;
    this.wild = wild;
  }

  /** One row at most becomes an object, unless the world is wild. */
  Form form(Reference reference) {
    boolean single = reference.isOneToOne() || wild;
    return switch (dice.below(single ? 9 : 7)) {
      case 0, 1, 2 -> Form.LIST;
      case 3, 4 -> Form.MAP;
      case 5 -> Form.STRING_SET;
      case 6 -> Form.NUMBER_SET;
      default -> Form.OBJECT;
    };
  }

  /** Whether one value stands for a row. */
  boolean isScalar(Form form) {
    return switch (form) {
      case OBJECT -> false;
      case LIST, MAP -> dice.percent(20);
      case STRING_SET, NUMBER_SET -> true;
    };
  }

  /** The columns that tell rows apart that reference the same row. */
  ValueModel mapKey(Reference reference, List<Path> paths) {
    if (wild && dice.percent(50)) {
      return new Template(List.of(Part.text("w"), Part.hole(dice.of(paths).text())));
    }
    List<String> rest = new ArrayList<>(reference.child().key());
    rest.removeAll(reference.childColumns());
    List<String> columns = rest.isEmpty() ? reference.child().key() : rest;
    if (columns.size() == 1 && dice.percent(20)) {
      return new ValueModel.Column(columns.get(0), Optional.of("text"));
    }
    List<Part> parts = new ArrayList<>();
    for (String column : columns) {
      parts.add(Part.text(parts.isEmpty() ? "" : "#"));
      parts.add(Part.hole(column));
    }
    return new Template(parts);
  }

  /** What stands for a row; never an empty text in a set. */
  ValueModel value(Form form, TableModel child, List<Path> paths) {
    if (form == Form.LIST || form == Form.MAP) {
      String key = dice.of(child.key());
      return dice.percent(50)
          ? new ValueModel.Column(key, Optional.empty())
          : new Template(List.of(Part.hole(dice.of(paths).text()), Part.text("/"), Part.hole(key)));
    }
    boolean numbers = form == Form.NUMBER_SET;
    List<Path> fit = paths.stream().filter(p -> isElement(p, numbers)).toList();
    if (numbers && !fit.isEmpty()) {
      return new ValueModel.Column(dice.of(fit).text(), Optional.empty());
    }
    if (numbers || fit.isEmpty() || dice.percent(50)) {
      return template(numbers, paths);
    }
    return new ValueModel.Column(dice.of(fit).text(), Optional.empty());
  }

  private ValueModel template(boolean numbers, List<Path> paths) {
    if (numbers) {
      return new ValueModel.Constant(new Value.Num("1"), 1);
    }
    return new Template(List.of(Part.text("v"), Part.hole(dice.of(paths).text())));
  }

  private static boolean isElement(Path path, boolean numbers) {
    Kind kind = path.column().kind();
    return numbers
        ? kind == Kind.INTEGER || kind == Kind.DECIMAL
        : kind == Kind.UUID || (kind == Kind.TEXT && path.column().link());
  }

  List<Order> orders(List<Path> paths) {
    List<Order> orders = new ArrayList<>();
    int count = dice.percent(65) ? dice.between(1, 2) : 0;
    for (int i = 0; i < count; i++) {
      String path = dice.of(paths).text();
      if (orders.stream().noneMatch(order -> order.path().equals(path))) {
        orders.add(new Order(path, dice.percent(50)));
      }
    }
    return orders;
  }
}
