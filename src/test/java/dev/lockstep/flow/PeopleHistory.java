package dev.lockstep.flow;

import dev.lockstep.change.Change;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.flow.PeopleState.Known;
import dev.lockstep.flow.PeopleState.Person;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random transactions over a few people, many of whom are bad for a while. */
final class PeopleHistory {
  private static final int FIRST_POSITION = 10;
  private static final int NAMES = 3;

  private final RandomGenerator random;
  private final Manner manner;
  private final int people;
  private final List<Step> steps = new ArrayList<>();
  private final Map<ItemKey, Set<Map<String, Value>>> ever = new HashMap<>();

  /**
   * What may happen.
   *
   * @param byName whether items have the names as their keys, which may be NULL, instead of the ids
   * @param refuses whether the target refuses some
   * @param parts whether the source leaves out what did not change
   */
  record Manner(boolean byName, boolean refuses, boolean parts) {
    static Manner of(RandomGenerator random) {
      boolean byName = random.nextBoolean();
      return new Manner(byName, random.nextBoolean(), !byName && random.nextBoolean());
    }

    /** Whether the last good state of a bad row is certain to stand in the target. */
    boolean isExact() {
      return !refuses && !parts;
    }

    String mapping() {
      return byName ? People.BY_NAME : People.BY_ID;
    }
  }

  /** A transaction, and what the table is after it. */
  private record Step(
      List<Change> changes, PeopleState after, Set<Long> rows, Set<ItemKey> keys, boolean empties) {
    static Step begun(PeopleState before) {
      return new Step(new ArrayList<>(), before.copy(), new HashSet<>(), new HashSet<>(), false);
    }

    void touches(long id, @Nullable ItemKey key) {
      rows.add(id);
      if (key != null) {
        keys.add(key);
      }
    }
  }

  PeopleHistory(RandomGenerator random, Manner manner, int people, int transactions) {
    this.random = random;
    this.manner = manner;
    this.people = people;
    steps.add(Step.begun(new PeopleState()));
    while (steps.size() <= transactions) {
      steps.add(random.nextInt(30) == 0 ? truncate() : transaction());
    }
  }

  private Step truncate() {
    TableId table = People.row(0, "", People.TALL).table();
    return new Step(
        List.of(new Change.Truncate(table)), new PeopleState(), Set.of(), Set.of(), true);
  }

  private Step transaction() {
    Step step = Step.begun(steps.get(steps.size() - 1).after());
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      long id = random.nextInt(people);
      if (!step.rows().contains(id)) {
        change(id, step);
      }
    }
    return step;
  }

  private void change(long id, Step step) {
    Known before = step.after().row(id);
    if (before == null) {
      Person person = person(id);
      step.changes().add(new Change.Insert(row(id, person)));
      becomes(id, person, false, step);
      return;
    }
    step.touches(id, before.key());
    int kind = random.nextInt(10);
    long other = random.nextInt(people);
    if (kind == 0) {
      step.changes().add(new Change.Delete(row(id, before.person())));
      step.after().gone(id);
    } else if (kind == 1 && step.after().row(other) == null && !step.rows().contains(other)) {
      Person person = person(other);
      step.changes().add(new Change.Update(row(id, before.person()), row(other, person)));
      step.after().gone(id);
      becomes(other, person, false, step);
    } else {
      update(id, before.person(), step);
    }
  }

  private void update(long id, Person before, Step step) {
    boolean part = manner.parts() && random.nextBoolean();
    Person person = part ? person(id).with(before.story()) : person(id);
    Row old = manner.byName() || random.nextBoolean() ? row(id, before) : null;
    Row now = row(id, person);
    if (part) {
      old = null;
      now = People.withoutStory(id, Objects.requireNonNull(person.name()), person.height());
    }
    step.changes().add(new Change.Update(old, now));
    becomes(id, person, part, step);
  }

  private void becomes(long id, Person person, boolean part, Step step) {
    ItemKey key = key(id, person);
    step.touches(id, key);
    step.after().now(id, person, key, part);
    if (key != null && !person.isUnfit() && !person.isRefused()) {
      ever.computeIfAbsent(key, none -> new HashSet<>()).add(PeopleState.content(id, person));
    }
  }

  private @Nullable ItemKey key(long id, Person person) {
    if (!manner.byName()) {
      return People.key("P#" + id);
    }
    return person.name() == null ? null : People.key(person.name());
  }

  /** No two have a name in common. */
  private Person person(long id) {
    boolean refused = manner.refuses() && random.nextInt(5) == 0;
    boolean unfit = random.nextInt(4) == 0;
    String name = (refused ? PeopleState.REFUSED_NAME : "n") + id + "-" + random.nextInt(NAMES);
    boolean nameless = manner.byName() && random.nextInt(8) == 0;
    BigDecimal height = new BigDecimal(1 + random.nextInt(100) + ".5");
    return new Person(
        nameless ? null : name, unfit ? People.UNFIT : height, "story " + random.nextInt(10));
  }

  private static Row row(long id, Person person) {
    return People.row(id, person.name(), person.height(), person.story());
  }

  Manner manner() {
    return manner;
  }

  /** The number of the last transaction; the first is 1, and before it there is nobody. */
  int size() {
    return steps.size() - 1;
  }

  PeopleState state(int transaction) {
    return steps.get(transaction).after();
  }

  /** All people that there may be. */
  int people() {
    return people;
  }

  /** Every key that an item may have. */
  Set<ItemKey> keys() {
    Set<ItemKey> keys = new HashSet<>();
    steps.forEach(step -> keys.addAll(step.keys()));
    return keys;
  }

  /** Whether a content was right for a key at some time. */
  boolean wasEver(ItemKey key, Map<String, Value> content) {
    return ever.getOrDefault(key, Set.of()).contains(content);
  }

  boolean empties(int transaction) {
    return steps.get(transaction).empties();
  }

  /** Whether one of these transactions changes a row. */
  boolean touches(long id, int first, int last) {
    return steps.subList(first, last + 1).stream()
        .anyMatch(step -> step.empties() || step.rows().contains(id));
  }

  /** Whether one of these transactions changes what a key stands for. */
  boolean touches(ItemKey key, int first, int last) {
    return steps.subList(first, last + 1).stream()
        .anyMatch(step -> step.empties() || step.keys().contains(key));
  }

  /** A version that covers this transaction and none after it. */
  Version through(int transaction) {
    return new Version(0, FIRST_POSITION + transaction, 999);
  }

  /** The transaction of a version. */
  static int number(Version version) {
    return (int) version.position() - FIRST_POSITION;
  }

  /** A transaction as the source sends it: whole, or in parts, the same each time. */
  List<Transaction> sent(int transaction) {
    List<Change> changes = steps.get(transaction).changes();
    List<Transaction> parts = new ArrayList<>();
    int most = transaction % 3 == 0 ? 1 : Math.max(1, changes.size());
    int from = 0;
    do {
      int to = Math.min(from + most, changes.size());
      parts.add(part(transaction, changes, from, to));
      from = to;
    } while (from < changes.size());
    return parts;
  }

  private static Transaction part(int transaction, List<Change> changes, int from, int to) {
    long position = (long) FIRST_POSITION + transaction;
    boolean last = to == changes.size();
    return new Transaction(
        Transaction.Kind.STREAM,
        new Version(0, position, to),
        position,
        List.copyOf(changes.subList(from, to)),
        last ? new SourcePosition("after " + position) : null,
        0);
  }
}
