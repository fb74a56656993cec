package dev.lockstep.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a life that fails as short as it can be and still fail. */
final class Shrinking {
  private static final int TRIES = 3000;

  private final Predicate<Life> fails;
  private Life life;
  private int tries;

  private Shrinking(Life life, Predicate<Life> fails) {
    this.life = life;
    this.fails = fails;
  }

  static Life shortest(Life life, Predicate<Life> fails) {
    Shrinking shrinking = new Shrinking(life, fails);
    shrinking.shrink();
    return shrinking.life;
  }

  private void shrink() {
    dropItemTypes();
    boolean shorter = true;
    while (shorter && tries < TRIES) {
      shorter = dropSteps();
      shorter |= dropEvents();
      shorter |= dropStatements();
      shorter |= dropFirst();
    }
  }

  private boolean keepIfFails(Life shorter) {
    tries++;
    boolean still = tries < TRIES && fails.test(shorter);
    life = still ? shorter : life;
    return still;
  }

  private void dropItemTypes() {
    for (MappingModel.ItemModel item : life.mapping().items()) {
      List<MappingModel.ItemModel> only = List.of(item);
      if (keepIfFails(life.with(new MappingModel(List.of(item.target()), only)))) {
        return;
      }
    }
  }

  private boolean dropSteps() {
    boolean dropped = false;
    for (int chunk = Math.max(1, life.steps().size() / 2); chunk > 0; chunk /= 2) {
      for (int i = life.steps().size() - chunk; i >= 0; i -= chunk) {
        List<Step> fewer = new ArrayList<>(life.steps());
        fewer.subList(i, i + chunk).clear();
        dropped |= keepIfFails(life.with(fewer));
      }
    }
    return dropped;
  }

  private boolean dropEvents() {
    boolean dropped = false;
    for (int i = 0; i < life.steps().size(); i++) {
      Step step = life.steps().get(i);
      if (step.before() != Step.Event.NOTHING) {
        dropped |= keepIfFails(replaced(i, step.calm()));
      }
      if (step.part() != 0) {
        dropped |= keepIfFails(replaced(i, life.steps().get(i).whole()));
      }
    }
    return dropped;
  }

  private Life replaced(int place, Step step) {
    List<Step> steps = new ArrayList<>(life.steps());
    steps.set(place, step);
    return life.with(steps);
  }

  private boolean dropStatements() {
    boolean dropped = false;
    for (int i = 0; i < life.steps().size(); i++) {
      for (int j = life.steps().get(i).statements().size() - 1; j >= 0; j--) {
        List<Statement> fewer = new ArrayList<>(life.steps().get(i).statements());
        fewer.remove(j);
        dropped |= keepIfFails(replaced(i, life.steps().get(i).with(fewer)));
      }
    }
    return dropped;
  }

  private boolean dropFirst() {
    boolean dropped = false;
    for (int i = life.first().size() - 1; i >= 0; i--) {
      List<Statement> fewer = new ArrayList<>(life.first());
      fewer.remove(i);
      dropped |= keepIfFails(life.withFirst(fewer));
    }
    return dropped;
  }
}
