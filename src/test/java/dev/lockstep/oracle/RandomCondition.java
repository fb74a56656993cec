package dev.lockstep.oracle;

import dev.lockstep.oracle.MappingModel.Columns;
import dev.lockstep.oracle.MappingModel.Condition;
import dev.lockstep.oracle.MappingModel.Condition.Operator;
import dev.lockstep.oracle.MappingModel.Content;
import dev.lockstep.oracle.MappingModel.Embed;
import dev.lockstep.oracle.MappingModel.Form;
import dev.lockstep.oracle.RandomContent.Path;
import dev.lockstep.oracle.TableModel.ColumnModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes conditions over columns, looked-up columns and embeds. */
final class RandomCondition {
  private final Dice dice;
  private final List<Path> paths;
  private final List<Map.Entry<String, Embed>> embeds;

  RandomCondition(Dice dice, List<Path> paths, Content content) {
    this.dice = dice;
    this.paths =
        paths.stream().filter(path -> !content.lookups().containsKey(path.text())).toList();
    this.embeds = List.copyOf(content.embeds().entrySet());
  }

  /** Empty if there is nothing to ask. */
  Optional<Condition> any() {
    return paths.isEmpty() && embeds.isEmpty() ? Optional.empty() : Optional.of(condition(2));
  }

  private Condition condition(int depth) {
    List<Supplier<Condition>> choices = new ArrayList<>();
    choices.add(this::simple);
    choices.add(this::simple);
    if (depth > 0) {
      choices.add(() -> new Condition.And(condition(depth - 1), condition(depth - 1)));
      choices.add(() -> new Condition.Or(condition(depth - 1), condition(depth - 1)));
      choices.add(() -> new Condition.Not(condition(depth - 1)));
    }
    return dice.of(choices).get();
  }

  private Condition simple() {
    return !embeds.isEmpty() && (paths.isEmpty() || dice.percent(40))
        ? ofEmbed(dice.of(embeds))
        : ofColumn(dice.of(paths));
  }

  private Condition ofColumn(Path path) {
    Kind kind = path.column().kind();
    if (dice.percent(25) || path.column().big()) {
      return new Condition.IsNull(path.text(), dice.percent(60));
    }
    List<Operator> operators =
        switch (kind) {
          case INTEGER, DECIMAL, TIMESTAMP -> List.of(Operator.values());
          case TEXT, BOOLEAN, UUID -> MappingModel.EQUALITIES;
        };
    Object constant = path.column().link() ? kind.link(dice.random(), 6) : kind.any(dice.random());
    return new Condition.Compare(path.text(), kind, dice.of(operators), constant);
  }

  private Condition ofEmbed(Map.Entry<String, Embed> embed) {
    Form form = embed.getValue().form();
    if (form != Form.LIST && form != Form.MAP) {
      return new Condition.Present(embed.getKey());
    }
    Optional<ColumnModel> number = shownNumber(embed.getValue());
    if (form == Form.LIST && number.isPresent() && dice.percent(50)) {
      return new Condition.Exists(embed.getKey(), number.get().name(), dice.between(0, 6));
    }
    return new Condition.Size(
        embed.getKey(), dice.of(List.of(Operator.values())), dice.between(0, 3));
  }

  private static Optional<ColumnModel> shownNumber(Embed embed) {
    Columns.Rule rule = embed.content().columns().rule();
    return embed.value().isPresent() || rule == Columns.Rule.ONLY
        ? Optional.empty()
        : embed.from().columns().stream()
            .filter(c -> c.kind() == Kind.INTEGER && embed.content().showsColumn(c.name()))
            .findFirst();
  }
}
