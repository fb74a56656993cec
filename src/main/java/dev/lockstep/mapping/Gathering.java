package dev.lockstep.mapping;

import dev.lockstep.item.ItemSize;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the embedded rows of one row in the order of their keys, and makes one value of them. */
abstract class Gathering {
  private final EmbedReader embed;
  private final Budget budget;

  Gathering(EmbedReader embed, Budget budget) {
    this.embed = embed;
    this.budget = budget;
  }

  static Gathering of(EmbedReader embed, Budget budget) {
    EmbedDefinition definition = embed.definition();
    return switch (definition.form()) {
      case LIST -> list(embed, budget);
      case MAP -> new OfMap(embed, budget);
      case OBJECT -> new OfObject(embed, budget);
      case STRING_SET, NUMBER_SET -> new OfSet(embed, budget);
    };
  }

  private static Gathering list(EmbedReader embed, Budget budget) {
    EmbedDefinition definition = embed.definition();
    if (definition.orderBy().isEmpty()) {
      return new OfList(embed, budget);
    }
    return definition.limit() > 0 ? new OfFirst(embed, budget) : new OfOrderedList(embed, budget);
  }

  /** How many rows to ask the store for at once. */
  int batch() {
    return Integer.MAX_VALUE;
  }

  /** Whether a further row can make a difference. */
  boolean wantsMore() {
    return true;
  }

  abstract void add(OpenRow<BoundElement> row);

  /** The value; null if there is none. */
  abstract @Nullable Value finish();

  final @Nullable Value element(OpenRow<BoundElement> row) {
    return embed.element(row, budget);
  }

  final @Nullable Value standIn(OpenRow<BoundElement> row) {
    return embed.value(row, budget);
  }

  final void spend(int bytes) {
    budget.spend(bytes);
  }

  /** Rows as they come. */
  private static final class OfList extends Gathering {
    private final int limit;
    private final List<Value> values = new ArrayList<>();
    private int rows;

    OfList(EmbedReader embed, Budget budget) {
      super(embed, budget);
      this.limit = embed.definition().limit();
    }

    @Override
    int batch() {
      return limit > 0 ? limit : super.batch();
    }

    @Override
    boolean wantsMore() {
      return limit == 0 || rows < limit;
    }

    @Override
    void add(OpenRow<BoundElement> row) {
      rows++;
      Value value = element(row);
      if (value != null) {
        values.add(value);
      }
    }

    @Override
    Value finish() {
      return new Value.ListOf(values);
    }
  }

  /** All rows in order. */
  private static final class OfOrderedList extends Gathering {
    private final HeldOrder order;
    private final List<Ordered<Value>> values = new ArrayList<>();

    OfOrderedList(EmbedReader embed, Budget budget) {
      super(embed, budget);
      this.order = new HeldOrder(embed.definition().orderBy());
    }

    @Override
    void add(OpenRow<BoundElement> row) {
      Value value = element(row);
      if (value != null) {
        values.add(new Ordered<>(row.bound().order().of(row.row()), values.size(), value));
      }
    }

    @Override
    Value finish() {
      values.sort(Ordered.by(order));
      return new Value.ListOf(values.stream().map(Ordered::thing).toList());
    }
  }

  /** The first rows in order: no more of them are held at any time, and only they are built. */
  private static final class OfFirst extends Gathering {
    private final FirstOf<OpenRow<BoundElement>> first;

    OfFirst(EmbedReader embed, Budget budget) {
      super(embed, budget);
      EmbedDefinition definition = embed.definition();
      this.first = new FirstOf<>(new HeldOrder(definition.orderBy()), definition.limit());
    }

    @Override
    void add(OpenRow<BoundElement> row) {
      row.forgetEmbedded();
      first.add(row.bound().order().of(row.row()), row);
    }

    @Override
    Value finish() {
      List<Value> values = new ArrayList<>();
      for (OpenRow<BoundElement> row : first.inOrder()) {
        Value value = element(row);
        if (value != null) {
          values.add(value);
        }
      }
      return new Value.ListOf(values);
    }
  }

  /** Rows by a key. */
  private static final class OfMap extends Gathering {
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Set<String> keys = new LinkedHashSet<>();

    OfMap(EmbedReader embed, Budget budget) {
      super(embed, budget);
    }

    @Override
    void add(OpenRow<BoundElement> row) {
      String key = key(row);
      if (!keys.add(key)) {
        throw new BadValueException(
            "MAP-KEY-COLLISION",
            "two rows have the same key, " + row.row().key() + " and one before it",
            "Make the key of columns that differ, such as the row's own key.");
      }
      Value value = element(row);
      if (value != null) {
        spend(ItemSize.utf8(key));
        values.put(key, value);
      }
    }

    private static String key(OpenRow<BoundElement> row) {
      BoundValue bound = row.bound().key();
      Value key = bound == null ? null : BoundElement.of(bound, row.row(), "'key'");
      String text = key instanceof Value.Text t ? t.text() : "";
      text = key instanceof Value.Num number ? number.digits() : text;
      if (text.isEmpty()) {
        throw new BadValueException(
            "MAP-KEY-MISSING",
            "the key of row " + row.row().key() + " is NULL or empty",
            "Make the key of columns that are NOT NULL, or leave such rows out with 'where'.");
      }
      return text;
    }

    @Override
    Value finish() {
      return new Value.MapOf(values);
    }
  }

  /** The one row that there may be. */
  private static final class OfObject extends Gathering {
    private boolean found;
    private @Nullable Value value;

    OfObject(EmbedReader embed, Budget budget) {
      super(embed, budget);
    }

    @Override
    void add(OpenRow<BoundElement> row) {
      if (found) {
        throw new BadValueException(
            "EMBED-AMBIGUOUS",
            "there is more than one row, " + row.row().key() + " and one before it",
            "Embed 'as: list', or leave all rows but one out with 'where'.");
      }
      found = true;
      value = element(row);
    }

    @Override
    @Nullable Value finish() {
      return value;
    }
  }

  /** The values of rows, each once. */
  private static final class OfSet extends Gathering {
    private final boolean numbers;
    private final Set<String> members = new LinkedHashSet<>();

    OfSet(EmbedReader embed, Budget budget) {
      super(embed, budget);
      this.numbers = embed.definition().form() == EmbedDefinition.Form.NUMBER_SET;
    }

    @Override
    void add(OpenRow<BoundElement> row) {
      Value value = standIn(row);
      if (value != null && !members.add(SetConversion.member(value))) {
        spend(-ItemSize.of(value));
      }
    }

    @Override
    @Nullable Value finish() {
      if (members.isEmpty()) {
        return null;
      }
      return numbers ? new Value.NumSet(members) : new Value.TextSet(members);
    }
  }
}
