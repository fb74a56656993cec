package dev.lockstep.flow;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All people at one time, and what a pipeline that sets bad rows aside owes to each of them. */
final class PeopleState {
  /** The target takes no item of such a name. */
  static final String REFUSED_NAME = "x";

  private final Map<Long, Known> rows;
  private final Map<ItemKey, Map<String, Value>> items;

  PeopleState() {
    this(new TreeMap<>(), new HashMap<>());
  }

  private PeopleState(Map<Long, Known> rows, Map<ItemKey, Map<String, Value>> items) {
    this.rows = rows;
    this.items = items;
  }

  /** What must become of the newest state of a row. */
  enum Fate {
    /** An item, and no letter. */
    ITEM,
    /** A letter about the row: no item can be made of it. */
    LETTER_OF_ROW,
    /** A letter about the item: the target does not take it. */
    LETTER_OF_ITEM,
    /**
     * It was sent in part after a state that the target does not take: a letter about the item, or
     * the item, if the two became one write.
     */
    EITHER
  }

  /** What the source has of somebody. */
  record Person(@Nullable String name, BigDecimal height, String story) {
    Person with(String other) {
      return new Person(name, height, other);
    }

    boolean isUnfit() {
      return height.compareTo(People.UNFIT) == 0;
    }

    boolean isRefused() {
      return name != null && name.startsWith(REFUSED_NAME);
    }
  }

  /**
   * A row.
   *
   * @param key of its item; absent if it gives none
   */
  record Known(Person person, @Nullable ItemKey key, Fate fate) {}

  PeopleState copy() {
    return new PeopleState(new TreeMap<>(rows), new HashMap<>(items));
  }

  void gone(long id) {
    Known known = rows.remove(id);
    if (known != null && known.key() != null) {
      items.remove(known.key());
    }
  }

  /**
   * A row is as it is now.
   *
   * @param part whether the source left something out
   */
  void now(long id, Person person, @Nullable ItemKey key, boolean part) {
    Known before = rows.get(id);
    if (before != null && before.key() != null && !before.key().equals(key)) {
      items.remove(before.key());
    }
    Fate fate = fate(person, key, part, before == null ? Fate.ITEM : before.fate());
    rows.put(id, new Known(person, key, fate));
    if (fate == Fate.ITEM && key != null) {
      items.put(key, content(id, person));
    }
  }

  private static Fate fate(Person person, @Nullable ItemKey key, boolean part, Fate before) {
    if (person.isUnfit() || key == null || (part && before == Fate.LETTER_OF_ROW)) {
      return Fate.LETTER_OF_ROW;
    }
    if (person.isRefused()) {
      return Fate.LETTER_OF_ITEM;
    }
    return part && before != Fate.ITEM ? Fate.EITHER : Fate.ITEM;
  }

  static Map<String, Value> content(long id, Person person) {
    Map<String, Value> content = new HashMap<>();
    content.put("id", new Value.Num(Long.toString(id)));
    if (person.name() != null) {
      content.put("name", new Value.Text(person.name()));
    }
    content.put("height", new Value.Num(person.height().toPlainString()));
    content.put("story", new Value.Text(person.story()));
    return content;
  }

  /** The row, or null. */
  @Nullable Known row(long id) {
    return rows.get(id);
  }

  /** The row whose item has a key, or null. */
  @Nullable Known owner(ItemKey key) {
    return rows.values().stream().filter(row -> key.equals(row.key())).findFirst().orElse(null);
  }

  /**
   * The item of the newest state of a key that is good; null if there was none since its row is.
   */
  @Nullable Map<String, Value> item(ItemKey key) {
    return items.get(key);
  }
}
