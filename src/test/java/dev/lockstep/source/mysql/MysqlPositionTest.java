package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstep.change.SourcePosition;
import dev.lockstep.source.mysql.BinaryLogs.BinaryLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MysqlPositionTest {
  private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

  @Test
  void isKeptAsText() {
    MysqlPosition position =
        new MysqlPosition(UUID, 3, new BinlogPosition("binlog.000012", 345), UUID + ":1-7:9");
    assertThat(position.toSource())
        .isEqualTo(new SourcePosition(UUID + "|3|binlog.000012:345|" + UUID + ":1-7:9"));
    assertThat(MysqlPosition.of(position.toSource())).isEqualTo(position);
  }

  @Test
  void aServerWithoutTransactionsHasAPositionToo() {
    MysqlPosition position = new MysqlPosition(UUID, 3, new BinlogPosition("binlog.000001", 4), "");
    assertThat(MysqlPosition.of(position.toSource())).isEqualTo(position);
  }

  @Test
  void theServersLineBreaksAreLeftOut() {
    String gtids = UUID + ":1-7,\n" + UUID.replace('3', '4') + ":1";
    assertThat(new MysqlPosition(UUID, 3, new BinlogPosition("b.1", 4), gtids).gtids())
        .isEqualTo(gtids.replace("\n", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0/16B3748",
        "|0|binlog.000012:345|",
        "u|x|binlog.000012:345|g",
        "u|0|binlog.000012|g",
        "u|0|binlog:7|g",
        "u|0|binlog.000012:-7|g",
        "u|0|binlog.000012:99999999999|g",
        "u|0|b.1:4|g|more"
      })
  void garbageIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MysqlPosition.of(new SourcePosition(text)));
  }

  @Test
  void laterInTheLogIsAGreaterNumber() {
    BinlogPosition first = new BinlogPosition("binlog.999999", 4_294_967_295L);
    BinlogPosition second = new BinlogPosition("binlog.1000000", 4);
    assertThat(Long.compareUnsigned(first.toUnsigned(), second.toUnsigned())).isNegative();
    assertThat(first).isLessThan(second);
    assertThat(new BinlogPosition("binlog.000002", 7).toUnsigned()).isEqualTo((2L << 32) + 7);
  }

  @Test
  void logAfterAPlaceIsCounted() {
    BinaryLogs logs =
        new BinaryLogs(List.of(new BinaryLog("b.000003", 100), new BinaryLog("b.000004", 20)));
    assertThat(logs.bytesAfter(new BinlogPosition("b.000003", 60))).isEqualTo(60);
    assertThat(logs.bytesAfter(new BinlogPosition("b.000004", 20))).isZero();
    assertThat(logs.bytesAfter(new BinlogPosition("b.000002", 9))).isEqualTo(120);
    assertThat(logs.hold(new BinlogPosition("b.000003", 100))).isTrue();
    assertThat(logs.hold(new BinlogPosition("b.000002", 9))).isFalse();
    assertThat(logs.hold(new BinlogPosition("b.000004", 21))).isFalse();
  }
}
