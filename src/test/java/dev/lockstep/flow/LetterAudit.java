package dev.lockstep.flow;

import dev.lockstep.apply.InMemoryItemStore;
import dev.lockstep.apply.ItemStore.StoredItem;
import dev.lockstep.change.RowKey;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.flow.PeopleState.Fate;
import dev.lockstep.flow.PeopleState.Known;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.Value;
import dev.lockstep.letters.DeadLetter;
import dev.lockstep.letters.Letters;
import dev.lockstep.letters.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether the durable letters and the items are what a state of the people asks for. */
final class LetterAudit {
  private static final String TYPE = "person";

  private final PeopleHistory history;
  private final InMemoryItemStore items;
  private final Documents documents;

  LetterAudit(PeopleHistory history, InMemoryItemStore items, Documents documents) {
    this.history = history;
    this.items = items;
    this.documents = documents;
  }

  /**
   * Looks at everything that a transaction left, unless a later one that was sent changes it.
   *
   * @throws AssertionError if something is not as it should be
   */
  void require(int transaction, int sent) {
    PeopleState state = history.state(transaction);
    Map<Subject, DeadLetter> open = new HashMap<>();
    Letters.store(documents).each(letter -> open.put(letter.subject(), letter));
    for (long id = 0; id < history.people(); id++) {
      if (!history.touches(id, transaction + 1, sent)) {
        row(id, state.row(id), open.get(new Subject.OfRow(TYPE, rowKey(id))), transaction);
      }
    }
    for (ItemKey key : history.keys()) {
      if (!history.touches(key, transaction + 1, sent)) {
        item(key, state, open.get(new Subject.OfItem(key)), transaction);
      }
    }
  }

  /**
   * Looks for tombstones that nobody will bury. One may be left where a process crashed before its
   * burial and the next one, to whom the delete and the write after it became one, saw that
   * refused: then a letter names the key.
   */
  void requireNoTombstones() {
    PeopleState last = history.state(history.size());
    for (ItemKey key : history.keys()) {
      Known row = last.owner(key);
      boolean named = row != null && row.fate() != Fate.ITEM;
      boolean stands = items.read(key).join().filter(StoredItem::tombstone).isPresent();
      require(named || !stands, "a tombstone is left of " + key, history.size());
    }
  }

  private static RowKey rowKey(long id) {
    return People.row(id, "", People.TALL).key();
  }

  private static void row(
      long id, @Nullable Known row, @Nullable DeadLetter letter, int transaction) {
    String found = "row " + id + " is " + row + " and has " + letter;
    if (row != null && row.fate() == Fate.LETTER_OF_ROW) {
      require(letter != null && Objects.equals(letter.item(), row.key()), found, transaction);
    } else {
      require(letter == null, found, transaction);
    }
  }

  private void item(ItemKey key, PeopleState state, @Nullable DeadLetter letter, int transaction) {
    Known row = state.owner(key);
    Map<String, Value> item =
        items
            .read(key)
            .join()
            .filter(stored -> !stored.tombstone())
            .map(LetterAudit::content)
            .orElse(null);
    String found = key + " of " + row + " is " + item + " and has " + letter;
    Fate fate = row == null ? Fate.ITEM : row.fate();
    boolean mayHaveLetter = fate == Fate.LETTER_OF_ITEM || fate == Fate.EITHER;
    require(letter == null || mayHaveLetter, found, transaction);
    require(letter != null || fate != Fate.LETTER_OF_ITEM, found, transaction);
    if (fate == Fate.ITEM || (fate == Fate.EITHER && letter == null)) {
      require(Objects.equals(item, right(key, row)), found, transaction);
    } else if (history.manner().isExact()) {
      require(Objects.equals(item, state.item(key)), found, transaction);
    } else {
      require(item == null || history.wasEver(key, item), found, transaction);
    }
  }

  private static @Nullable Map<String, Value> right(ItemKey key, @Nullable Known row) {
    return row == null ? null : PeopleState.content(idOf(key), row.person());
  }

  /** Keys are {@code P#7} by id, and {@code n7-1} by name. */
  private static long idOf(ItemKey key) {
    return Long.parseLong(ItemKey.text(key.partition()).replaceAll("^\\D+|-.*", ""));
  }

  private static Map<String, Value> content(StoredItem stored) {
    return stored.item().attributes();
  }

  private static void require(boolean holds, String found, int transaction) {
    if (!holds) {
      throw new AssertionError("after transaction " + transaction + ": " + found);
    }
  }
}
