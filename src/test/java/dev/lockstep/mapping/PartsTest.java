package dev.lockstep.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Change;
import dev.lockstep.change.Netting;
import dev.lockstep.change.Row;
import dev.lockstep.change.SourcePosition;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.UnnettableException;
import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that flows in parts leaves the items that it would leave whole. */
class PartsTest {
  private static final int ROWS = 9;

  private static final SourceTables TABLES =
      SourceTables.parse(
          """
          public.things:
            columns: { id: bigint, code: bigint, name: text }
            key: [id]
            full: true
          """);

  private static final String BY_CODE =
      """
      tables: { all: { partition-key: pk } }
      items:
        thing: { table: all, from: public.things, key: { pk: "T#{code}" } }
      """;

  private static final String BY_CODE_AND_ID = BY_CODE.replace("{code}", "{code}#{id}");

  private final Map<ItemKey, Map<String, Value>> items = new HashMap<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void codesThatAllMoveUpByOneLeaveEachRowItsItem(int size) {
    List<Change> shift =
        LongStream.rangeClosed(1, ROWS).mapToObj(id -> recoded(id, id, id + 1)).toList();

    assertThat(after(shift, size)).isEqualTo(after(shift, ROWS)).hasSize(ROWS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void codesThatGoRoundLeaveEachRowItsItem(int size) {
    List<Change> round =
        LongStream.rangeClosed(1, ROWS).mapToObj(id -> recoded(id, id, id % ROWS + 1)).toList();

    assertThat(after(round, size)).isEqualTo(after(round, ROWS)).hasSize(ROWS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aCodeThatItsNewRowGivesUpAgainHasNoItem(int size) {
    List<Change> changes =
        List.of(
            recoded(1, 1, 2),
            recoded(2, 2, 20),
            recoded(1, 2, 30),
            recoded(3, 3, 1),
            new Change.Delete(row(3, 1)));

    assertThat(after(changes, size)).isEqualTo(after(changes, 5)).doesNotContainKey(key(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void whatCameBeforeATruncateIsForgotten(int size) {
    List<Change> changes =
        List.of(
            recoded(1, 1, 2),
            new Change.Truncate(TableId.parse("public.things")),
            new Change.Insert(row(5, 2)),
            new Change.Delete(row(5, 2)),
            new Change.Insert(row(6, 6)));

    assertThat(after(changes, size)).isEqualTo(after(changes, 5)).containsOnlyKeys(key(6));
  }

  @Test
  void theNextTransactionRemovesWhatThisOnePut() {
    Mapper mapper = plan(BY_CODE).mapper();
    apply(mapper.map(new Netting().net(part(1, 1, false, List.of(recoded(1, 1, 2))))));
    apply(mapper.map(new Netting().net(part(1, 2, true, List.of(recoded(2, 2, 3))))));
    assertThat(items).containsOnlyKeys(key(2), key(3));

    apply(mapper.map(new Netting().net(part(2, 1, true, List.of(new Change.Delete(row(8, 2)))))));

    assertThat(items).containsOnlyKeys(key(3));
  }

  @Test
  void moreItemsThanMayBeRememberedAreRefused() {
    Mapper mapper = plan(BY_CODE).mapper(new MapperOptions(1, 100, 1000));

    assertThatThrownBy(() -> mapParts(mapper, shifted(), 1))
        .isInstanceOf(UnnettableException.class)
        .hasMessageContaining("more than 1 items");
  }

  @Test
  void howManyItemsAreRememberedCanBeAskedUntilTheTransactionEnds() {
    Mapper full = plan(BY_CODE).mapper(new MapperOptions(1, 100, 1000));
    Mapper ended = plan(BY_CODE).mapper();

    assertThatThrownBy(() -> mapParts(full, shifted(), 1)).isInstanceOf(UnnettableException.class);
    mapParts(ended, shifted(), 1);

    assertThat(full.use().shownKeys()).isEqualTo(1);
    assertThat(ended.use().shownKeys()).isZero();
  }

  @Test
  void itemKeysThatHoldTheRowKeyNeedNoMemory() {
    mapParts(plan(BY_CODE_AND_ID).mapper(new MapperOptions(1, 100, 1000)), shifted(), 1);

    assertThat(items).hasSize(3);
  }

  @Test
  void aKeyThatTwoRowsHadAndOneLeftIsRefusedAsTheItemOfTheOtherIsOverwritten() {
    List<Change> changes = List.of(recoded(1, 1, 5), recoded(2, 2, 5), recoded(2, 5, 6));

    assertThatThrownBy(() -> mapParts(plan(BY_CODE).mapper(), changes, 1))
        .isInstanceOf(UnnettableException.class)
        .hasMessageContaining("two rows had the same item key");
  }

  private static List<Change> shifted() {
    return List.of(recoded(1, 1, 2), recoded(2, 2, 3), recoded(3, 3, 4));
  }

  /** The items that nine rows, each with its id as code, have after a transaction. */
  private Map<ItemKey, Map<String, Value>> after(List<Change> changes, int size) {
    items.clear();
    Mapper mapper = plan(BY_CODE).mapper();
    List<Change> loaded = new ArrayList<>();
    for (long id = 1; id <= ROWS; id++) {
      loaded.add(new Change.Insert(row(id, id)));
    }
    apply(mapper.map(new Netting().net(part(1, ROWS, true, loaded))));
    mapParts(mapper, changes, size);
    return Map.copyOf(items);
  }

  private void mapParts(Mapper mapper, List<Change> changes, int size) {
    Netting netting = new Netting();
    for (int from = 0; from < changes.size(); from += size) {
      int to = Math.min(from + size, changes.size());
      Transaction part = part(2, to, to == changes.size(), changes.subList(from, to));
      apply(mapper.map(netting.net(part)));
    }
  }

  private static Transaction part(long position, long ordinal, boolean last, List<Change> changes) {
    return new Transaction(
        Transaction.Kind.STREAM,
        new Version(0, position, ordinal),
        position,
        changes,
        last ? new SourcePosition("p" + position) : null,
        0);
  }

  private void apply(MappedTransaction mapped) {
    assertThat(mapped.badRows()).isEmpty();
    mapped.truncated().forEach(type -> items.keySet().removeIf(type::ownsKey));
    for (ItemWrite write : mapped.writes()) {
      if (write instanceof ItemWrite.Put put) {
        items.put(put.key(), put.item().attributes());
      } else {
        items.remove(write.key());
      }
    }
  }

  private static MappingPlan plan(String mapping) {
    return MappingCompiler.compile(MappedWorld.parse(mapping), TABLES.all());
  }

  private static Change recoded(long id, long from, long to) {
    return new Change.Update(row(id, from), row(id, to));
  }

  private static Row row(long id, long code) {
    return new Row(TABLES.schema("public.things"), new Object[] {id, code, "row " + id});
  }

  private static ItemKey key(long code) {
    return new ItemKey("all", new Value.Text("T#" + code), null);
  }
}
