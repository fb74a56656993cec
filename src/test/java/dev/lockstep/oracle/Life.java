package dev.lockstep.oracle;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All that happens in one world.
 *
 * @param loads whether the first rows are loaded; else they come as a transaction
 * @param sliceItems how many items the mapper makes at once
 */
record Life(
    long seed,
    SchemaModel schema,
    MappingModel mapping,
    List<Statement> first,
    boolean loads,
    int sliceItems,
    List<Step> steps) {

  /** A life without bad rows. */
  static Life make(long seed, int transactions) {
    return make(seed, transactions, false);
  }

  /** A life in which rows become bad sooner or later. */
  static Life wild(long seed, int transactions) {
    return make(seed, transactions, true);
  }

  /** A life in which the source does not log what it does to rows that reference others. */
  static Life silent(long seed, int transactions) {
    Dice dice = new Dice(seed);
    return make(seed, dice, RandomSchema.silent(dice, "t"), transactions, false);
  }

  private static Life make(long seed, int transactions, boolean wild) {
    Dice dice = new Dice(seed);
    return make(seed, dice, RandomSchema.make(dice, "t"), transactions, wild);
  }

  private static Life make(
      long seed, Dice dice, SchemaModel schema, int transactions, boolean wild) {
    MappingModel mapping = RandomMapping.make(dice, schema, "i", wild);
    RandomWork work = new RandomWork(dice, schema, new Database(schema), "x".repeat(70));
    List<Statement> first = work.firstRows();
    List<Step> steps = IntStream.range(0, transactions).mapToObj(i -> work.step()).toList();
    return new Life(
        seed,
        schema,
        mapping,
        first,
        dice.percent(60),
        dice.percent(25) ? dice.between(1, 3) : 10_000,
        wild ? steps.stream().map(Step::whole).toList() : steps);
  }

  Life with(List<Step> others) {
    return new Life(seed, schema, mapping, first, loads, sliceItems, others);
  }

  Life withFirst(List<Statement> others) {
    return new Life(seed, schema, mapping, others, loads, sliceItems, steps);
  }

  Life with(MappingModel other) {
    return new Life(seed, schema, other, first, loads, sliceItems, steps);
  }

  @Override
  public String toString() {
    return "seed "
        + seed
        + ", slices of "
        + sliceItems
        + "\n"
        + schema.sql()
        + "\n"
        + mapping
        + "\nat first"
        + (loads ? ", loaded\n" : ", in one transaction\n")
        + first.stream().map(s -> "  " + s + "\n").collect(Collectors.joining())
        + steps.stream().map(Step::toString).collect(Collectors.joining());
  }
}
