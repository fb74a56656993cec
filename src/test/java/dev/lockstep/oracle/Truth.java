package dev.lockstep.oracle;

import dev.lockstep.item.Value;
import dev.lockstep.oracle.MappingModel.Condition;
import dev.lockstep.oracle.MappingModel.Condition.Operator;
import dev.lockstep.oracle.MappingModel.Embed;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides conditions with the three truth values of SQL; unknown is empty. */
final class Truth {
  private static final Optional<Boolean> UNKNOWN = Optional.empty();

  private final Evaluator evaluator;
  private final Joins joins;
  private final Seen seen;

  Truth(Evaluator evaluator, Joins joins, Seen seen) {
    this.evaluator = evaluator;
    this.joins = joins;
    this.seen = seen;
  }

  /** Unknown is not true. */
  boolean holds(Condition condition) {
    return of(condition).orElse(false);
  }

  private Optional<Boolean> of(Condition condition) {
    if (condition instanceof Condition.Compare compare) {
      return compare(compare);
    }
    if (condition instanceof Condition.IsNull isNull) {
      boolean isThere = joins.columnAt(seen, isNull.path()) != null;
      return Optional.of(isThere == isNull.negated());
    }
    if (condition instanceof Condition.And and) {
      return both(of(and.first()), of(and.second()), false);
    }
    if (condition instanceof Condition.Or or) {
      return both(of(or.first()), of(or.second()), true);
    }
    if (condition instanceof Condition.Not not) {
      return of(not.inner()).map(truth -> !truth);
    }
    return ofEmbed(condition);
  }

  /** What one side decides is decided, whatever the other side is. */
  private static Optional<Boolean> both(
      Optional<Boolean> first, Optional<Boolean> second, boolean deciding) {
    Optional<Boolean> decided = Optional.of(deciding);
    if (first.equals(decided) || second.equals(decided)) {
      return decided;
    }
    return first.isPresent() && second.isPresent() ? Optional.of(!deciding) : UNKNOWN;
  }

  /** Equality takes NULL for a value. */
  private Optional<Boolean> compare(Condition.Compare compare) {
    Object held = joins.columnAt(seen, compare.path());
    if (held == null) {
      return MappingModel.EQUALITIES.contains(compare.operator())
          ? Optional.of(compare.operator() == Operator.UNEQUAL)
          : UNKNOWN;
    }
    int order = compare.kind().compare(held, compare.constant());
    return Optional.of(isTrue(compare.operator(), order));
  }

  private static boolean isTrue(Operator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case UNEQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_LEAST -> order >= 0;
    };
  }

  private Optional<Boolean> ofEmbed(Condition condition) {
    if (condition instanceof Condition.Size size) {
      Value shown = Objects.requireNonNull(shown(size.embed()));
      int count =
          shown instanceof Value.ListOf list
              ? list.values().size()
              : ((Value.MapOf) shown).values().size();
      return Optional.of(isTrue(size.operator(), Integer.compare(count, size.count())));
    }
    if (condition instanceof Condition.Exists exists) {
      Value.ListOf list = (Value.ListOf) Objects.requireNonNull(shown(exists.embed()));
      return Optional.of(list.values().stream().anyMatch(element -> isAtLeast(element, exists)));
    }
    return Optional.of(shown(((Condition.Present) condition).embed()) != null);
  }

  private static boolean isAtLeast(Value element, Condition.Exists exists) {
    Value value = ((Value.MapOf) element).values().get(exists.column());
    return value instanceof Value.Num number && Long.parseLong(number.digits()) >= exists.least();
  }

  private @Nullable Value shown(String name) {
    Embed embed = Objects.requireNonNull(seen.content().embeds().get(name));
    return evaluator.embed(embed, seen);
  }
}
