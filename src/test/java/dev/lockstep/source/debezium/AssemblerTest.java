package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.Change;
import dev.lockstep.change.Column;
import dev.lockstep.change.ColumnType;
import dev.lockstep.change.Row;
import dev.lockstep.change.TableId;
import dev.lockstep.change.TableSchema;
import dev.lockstep.change.Transaction;
import dev.lockstep.change.Unavailable;
import dev.lockstep.source.postgres.Lsn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssemblerTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("public", "t"),
          List.of(
              new Column("id", ColumnType.of(ColumnType.Kind.INTEGER, "int8"), false),
              new Column("v", ColumnType.of(ColumnType.Kind.TEXT, "text"), true)),
          List.of("id"));
  private static final Assembler.Limits LIMITS = new Assembler.Limits(500, 100_000, 300);

  private final List<Transaction> taken = new ArrayList<>();

  @Test
  void aSmallTransactionFlowsWholeWithTheEndOfItsCommitAsVersion(@TempDir Path dir)
      throws Exception {
    Assembler assembler = streaming(dir);
    assembler.begin();
    assembler.change(insert(1, "a"));
    assembler.change(insert(2, "b"));
    assembler.end(PostgresRecords.place(77), 5, 2);
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).version().position()).isEqualTo(77);
    assertThat(taken.get(0).version().ordinal()).isEqualTo(2);
    assertThat(taken.get(0).commitMicros()).isEqualTo(5);
    assertThat(taken.get(0).position()).isEqualTo(Lsn.position(77));
  }

  @Test
  void aMillionChangesAreNeverHeldTogether(@TempDir Path dir) throws Exception {
    long[] held = new long[2];
    Assembler assembler =
        new Assembler(
            0,
            LIMITS,
            false,
            () -> PostgresRecords.place(0),
            new Spill(dir),
            part -> {
              held[0] = Math.max(held[0], part.changes().size());
              held[1] += part.changes().size();
              assertThat(part.bytes()).isLessThan(LIMITS.bytes() + 1_000);
              assertThat(part.version().ordinal()).isEqualTo(held[1]);
            });
    assembler.begin();
    for (int i = 0; i < 1_000_000; i++) {
      assembler.change(insert(i, "row " + i));
      assertThat(assembler.heldChanges()).isLessThan(LIMITS.changes());
    }
    assembler.end(PostgresRecords.place(9), 0, 1_000_000);
    assertThat(held).containsExactly(LIMITS.changes(), 1_000_000);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void aTransactionThatWasCutOffIsForgotten(@TempDir Path dir) throws Exception {
    Assembler assembler = streaming(dir);
    assembler.begin();
    for (int i = 0; i < 2_000; i++) {
      assembler.change(insert(i, "lost"));
    }
    assembler.begin();
    assembler.change(insert(1, "kept"));
    assembler.end(PostgresRecords.place(8), 0, 1);
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).changes()).containsExactly(insert(1, "kept"));
  }

  @Test
  void aTransactionOfWhichSomethingIsMissingIsNotTaken(@TempDir Path dir) throws Exception {
    Assembler assembler = streaming(dir);
    assembler.begin();
    assembler.change(insert(1, "a"));
    assertThatThrownBy(() -> assembler.end(PostgresRecords.place(8), 0, 2))
        .hasMessageContaining("of 2 records");
    assertThat(taken).isEmpty();
  }

  @Test
  void aSnapshotFlowsInSlicesAndEndsWithAPosition(@TempDir Path dir) throws Exception {
    Assembler assembler = loading(dir);
    for (int i = 1; i < 700; i++) {
      assembler.read(new Change.Read(row(i, "r")), 40, 1);
    }
    assembler.readLast(new Change.Read(row(700, "r")), PostgresRecords.place(40), 1);
    assertThat(taken.stream().map(t -> t.changes().size())).containsExactly(300, 300, 100);
    assertThat(taken.stream().map(Transaction::kind))
        .containsExactly(
            Transaction.Kind.SNAPSHOT, Transaction.Kind.SNAPSHOT, Transaction.Kind.SNAPSHOT_END);
    assertThat(taken.get(1).position()).isNull();
    assertThat(taken.get(2).position()).isEqualTo(Lsn.position(40));
    assertThat(taken).allMatch(t -> t.version().position() == 40 && t.version().ordinal() == 0);
  }

  @Test
  void aSnapshotWithoutRowsEndsBeforeTheFirstMessage(@TempDir Path dir) throws Exception {
    loading(dir).message(PostgresRecords.place(50), 3);
    assertThat(taken.stream().map(Transaction::kind))
        .containsExactly(Transaction.Kind.SNAPSHOT_END, Transaction.Kind.STREAM);
    assertThat(taken.get(0).position()).isEqualTo(Lsn.position(33));
    assertThat(taken.get(1).position()).isEqualTo(Lsn.position(50));
  }

  @Test
  void whatIsSpilledComesBackEqual(@TempDir Path dir) throws Exception {
    Random random = new Random(42);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      changes.add(randomChange(random));
    }
    try (Spill spill = new Spill(dir)) {
      spill.write(changes.subList(0, 2_000));
      spill.write(changes.subList(2_000, changes.size()));
      List<Change> back = new ArrayList<>();
      try (Spill.Reader reader = spill.read()) {
        for (Change change = reader.next(); change != null; change = reader.next()) {
          back.add(change);
        }
      }
      assertThat(back).as("seed 42").isEqualTo(changes);
    }
    try (var files = Files.list(dir)) {
      assertThat(files).isEmpty();
    }
  }

  private static Change randomChange(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Change.Insert(randomRow(random));
      case 1 -> new Change.Update(null, randomRow(random));
      case 2 -> new Change.Update(randomRow(random), randomRow(random));
      case 3 -> new Change.Delete(randomRow(random));
      default -> new Change.Truncate(new TableId("s", "t" + random.nextInt(3)));
    };
  }

  private static Row randomRow(Random random) {
    return row(random.nextLong(), randomValue(random, 2));
  }

  private static @Nullable Object randomValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 11 : 9)) {
      case 0 -> null;
      case 1 -> Unavailable.UNAVAILABLE;
      case 2 -> random.nextBoolean();
      case 3 -> random.nextBoolean() ? random.nextLong() : Long.valueOf(random.nextInt());
      case 4 -> new BigDecimal(new BigInteger(90, random), random.nextInt(20) - 5);
      case 5 -> random.nextFloat();
      case 6 -> random.nextDouble();
      case 7 -> "text ü " + random.nextInt();
      case 8 -> ByteBuffer.wrap(new byte[random.nextInt(40)]);
      case 9 -> Arrays.asList(randomValue(random, depth - 1), null);
      default -> randomMap(random);
    };
  }

  private static Map<String, @Nullable String> randomMap(Random random) {
    Map<String, @Nullable String> map = new HashMap<>();
    map.put("k" + random.nextInt(), random.nextBoolean() ? null : "v");
    return map;
  }

  private Assembler streaming(Path dir) {
    return new Assembler(
        0, LIMITS, false, () -> PostgresRecords.place(0), new Spill(dir), taken::add);
  }

  private Assembler loading(Path dir) {
    return new Assembler(
        0, LIMITS, true, () -> PostgresRecords.place(33), new Spill(dir), taken::add);
  }

  private static Change insert(long id, String value) {
    return new Change.Insert(row(id, value));
  }

  private static Row row(long id, @Nullable Object value) {
    return new Row(SCHEMA, new @Nullable Object[] {id, value});
  }
}
