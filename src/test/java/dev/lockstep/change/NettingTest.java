package dev.lockstep.change;

import static dev.lockstep.change.Unavailable.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NettingTest {
  private static final TableId TABLE = new TableId("public", "t");
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", ColumnType.of(ColumnType.Kind.INTEGER, "int8"), false),
          new Column("name", ColumnType.of(ColumnType.Kind.TEXT, "text"), true),
          new Column("big", ColumnType.of(ColumnType.Kind.TEXT, "text"), true));
  private static final TableSchema PLAIN = new TableSchema(TABLE, COLUMNS, List.of("id"));
  private static final TableSchema DEFERRABLE =
      new TableSchema(TABLE, COLUMNS, List.of("id"), true);

  @Test
  void anInsertAndADeleteOfARowCancel() {
    assertThat(net(insert(row(PLAIN, 1, "a", "x")), delete(keyOnly(PLAIN, 1))).rows()).isEmpty();
  }

  @Test
  void severalUpdatesOfARowCollapseToTheLast() {
    RowChange change =
        only(net(update(row(PLAIN, 1, "a", "x")), update(row(PLAIN, 1, "b", "y"))).rows());
    assertThat(change.after()).isEqualTo(row(PLAIN, 1, "b", "y"));
    assertThat(change.inserted()).isFalse();
    assertThat(change.before()).isNull();
  }

  @Test
  void whatAnUpdateLeftUnsentIsFilledFromTheInsert() {
    RowChange change =
        only(net(insert(row(PLAIN, 1, "a", "x")), update(row(PLAIN, 1, "b", UNAVAILABLE))).rows());
    assertThat(change.after()).isEqualTo(row(PLAIN, 1, "b", "x"));
    assertThat(change.inserted()).isTrue();
  }

  @Test
  void whatIsUnsentIsFilledAcrossKeyChanges() {
    NetTransaction net =
        net(
            update(row(PLAIN, 1, "a", "x")),
            move(keyOnly(PLAIN, 1), row(PLAIN, 2, "a", UNAVAILABLE)),
            move(keyOnly(PLAIN, 2), row(PLAIN, 3, "c", UNAVAILABLE)));
    assertThat(net.rows())
        .containsExactly(
            new RowChange(key(1), keyOnly(PLAIN, 1), null, null, false),
            new RowChange(key(3), null, row(PLAIN, 3, "c", "x"), key(1), false));
  }

  @Test
  void aRowThatIsDeletedAndMadeAnewKeepsItsBeforeImage() {
    RowChange change =
        only(net(delete(row(PLAIN, 1, "a", "x")), insert(row(PLAIN, 1, "b", "y"))).rows());
    assertThat(change)
        .isEqualTo(
            new RowChange(key(1), row(PLAIN, 1, "a", "x"), row(PLAIN, 1, "b", "y"), null, true));
  }

  @Test
  void aRowThatIsUpdatedAndDeletedIsStillKnownByItsKey() {
    NetTransaction net = net(update(row(PLAIN, 1, "a", "x")), delete(keyOnly(PLAIN, 1)));
    assertThat(net.rows())
        .containsExactly(new RowChange(key(1), keyOnly(PLAIN, 1), null, null, false));
  }

  @Test
  void aKeyShiftOfADeferrableKeyMovesEveryRow() {
    NetTransaction net =
        net(
            move(keyOnly(DEFERRABLE, 1), row(DEFERRABLE, 2, "a", UNAVAILABLE)),
            move(keyOnly(DEFERRABLE, 2), row(DEFERRABLE, 3, "b", UNAVAILABLE)),
            move(keyOnly(DEFERRABLE, 3), row(DEFERRABLE, 4, "c", UNAVAILABLE)));
    assertThat(net.rows())
        .containsExactly(
            new RowChange(key(1), keyOnly(DEFERRABLE, 1), null, null, false),
            new RowChange(
                key(2),
                keyOnly(DEFERRABLE, 2),
                row(DEFERRABLE, 2, "a", UNAVAILABLE),
                key(1),
                false),
            new RowChange(
                key(3),
                keyOnly(DEFERRABLE, 3),
                row(DEFERRABLE, 3, "b", UNAVAILABLE),
                key(2),
                false),
            new RowChange(key(4), null, row(DEFERRABLE, 4, "c", UNAVAILABLE), key(3), false));
  }

  @Test
  void aDeletedRowOfWhichOnlyTheKeyWasSentIsNamedByIt() {
    assertThat(only(net(delete(keyOnly(PLAIN, 7))).rows()))
        .isEqualTo(new RowChange(key(7), keyOnly(PLAIN, 7), null, null, false));
  }

  @Test
  void aRowThatMovesAndIsDeletedIsGoneFromBothKeys() {
    NetTransaction net =
        net(move(keyOnly(PLAIN, 1), row(PLAIN, 2, "a", UNAVAILABLE)), delete(keyOnly(PLAIN, 2)));
    assertThat(net.rows())
        .containsExactly(new RowChange(key(1), keyOnly(PLAIN, 1), null, null, false));
  }

  @Test
  void whatWasWrittenBeforeATruncateIsGone() {
    NetTransaction net =
        net(
            insert(row(PLAIN, 1, "a", "x")),
            update(row(PLAIN, 2, "b", "x")),
            new Change.Truncate(TABLE),
            insert(row(PLAIN, 3, "c", "x")),
            insert(row(PLAIN, 4, "d", "x")),
            delete(keyOnly(PLAIN, 4)));
    assertThat(net.truncated()).containsExactly(TABLE);
    assertThat(net.rows())
        .containsExactly(new RowChange(key(3), null, row(PLAIN, 3, "c", "x"), null, true));
  }

  @Test
  void aDepartureInTheNextPartDoesNotDeleteTheRowThatArrivedInThisOne() {
    Netting netting = new Netting();
    netting.net(part(1, move(keyOnly(DEFERRABLE, 1), row(DEFERRABLE, 2, "a", UNAVAILABLE))));
    NetTransaction second =
        netting.net(last(2, move(keyOnly(DEFERRABLE, 2), row(DEFERRABLE, 3, "b", "x"))));
    assertThat(second.rows())
        .containsExactly(new RowChange(key(3), null, row(DEFERRABLE, 3, "b", "x"), null, false));
  }

  @Test
  void aRowThatLeavesAnOverwrittenKeyWithoutBeingSentWholeIsRefused() {
    Netting netting = new Netting();
    netting.net(part(1, move(keyOnly(DEFERRABLE, 1), row(DEFERRABLE, 2, "a", UNAVAILABLE))));
    Transaction second =
        last(2, move(keyOnly(DEFERRABLE, 2), row(DEFERRABLE, 3, "b", UNAVAILABLE)));
    assertThatThrownBy(() -> netting.net(second))
        .isInstanceOf(UnnettableException.class)
        .hasMessageContaining("public.t");
  }

  @Test
  void whichOfTwoRowsThatAreAlikeLeavesAKeyIsNotGuessed() {
    Netting netting = new Netting();
    Row first = row(DEFERRABLE, 1, "same", "x");
    Row second = row(DEFERRABLE, 2, "same", "x");
    netting.net(part(1, move(first, second)));
    Transaction next = last(2, move(second, row(DEFERRABLE, 3, "same", "x")));
    assertThatThrownBy(() -> netting.net(next))
        .isInstanceOf(UnnettableException.class)
        .hasMessageContaining("public.t");
  }

  @Test
  void theMemoryBetweenPartsIsBounded() {
    Netting netting = new Netting(1);
    Transaction twoArrivals =
        part(
            2,
            move(keyOnly(DEFERRABLE, 1), row(DEFERRABLE, 101, "a", "x")),
            move(keyOnly(DEFERRABLE, 2), row(DEFERRABLE, 102, "b", "x")));
    assertThatThrownBy(() -> netting.net(twoArrivals))
        .isInstanceOf(UnnettableException.class)
        .hasMessageContaining("more than 1 rows");
  }

  @Test
  void snapshotRowsPassAsNewRows() {
    Row row = row(PLAIN, 1, "a", "x");
    Transaction slice =
        new Transaction(
            Transaction.Kind.SNAPSHOT,
            new Version(0, 9, 0),
            0,
            List.of(new Change.Read(row)),
            null,
            0);
    assertThat(new Netting().net(slice).rows())
        .containsExactly(new RowChange(key(1), null, row, null, true));
  }

  private static NetTransaction net(Change... changes) {
    return new Netting().net(last(changes.length, changes));
  }

  private static Transaction last(long ordinal, Change... changes) {
    return transaction(ordinal, new SourcePosition("9"), changes);
  }

  private static Transaction part(long ordinal, Change... changes) {
    return transaction(ordinal, null, changes);
  }

  private static Transaction transaction(
      long ordinal, @Nullable SourcePosition position, Change... changes) {
    return new Transaction(
        Transaction.Kind.STREAM, new Version(0, 9, ordinal), 0, List.of(changes), position, 0);
  }

  private static RowChange only(List<RowChange> rows) {
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static Row row(TableSchema schema, long id, Object name, Object big) {
    return new Row(schema, new Object[] {id, name, big});
  }

  private static Row keyOnly(TableSchema schema, long id) {
    return row(schema, id, UNAVAILABLE, UNAVAILABLE);
  }

  private static RowKey key(long id) {
    return new RowKey(TABLE, id);
  }

  private static Change insert(Row row) {
    return new Change.Insert(row);
  }

  private static Change update(Row after) {
    return new Change.Update(null, after);
  }

  private static Change move(Row before, Row after) {
    return new Change.Update(before, after);
  }

  private static Change delete(Row before) {
    return new Change.Delete(before);
  }
}
