package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.change.ColumnType;
import dev.lockstep.change.ColumnType.Kind;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MysqlTextsTest {
  @ParameterizedTest
  @CsvSource({
    "INTEGER, 0007, 7",
    "INTEGER, -12, -12",
    "DECIMAL, 1.50, 1.50",
    "FLOAT, 1e3, 1000",
    "BITS, 0101, 5",
    "DATE, 2024-02-29, 2024-02-29",
    "TIME, -838:59:59, -838:59:59",
    "TIMESTAMP, 2024-02-29T12:30:00, 2024-02-29 12:30:00",
    "TIMESTAMP, 2024-02-29, 2024-02-29 00:00:00",
    "TIMESTAMP_TZ, 2024-02-29T12:30:00.5Z, 2024-02-29 12:30:00.5",
    "TEXT, anything, anything"
  })
  void whatPeopleWriteIsAValue(Kind kind, String text, String value) {
    Object parameter = MysqlTexts.parameter(ColumnType.of(kind, "x"), text);

    assertThat(parameter instanceof BigDecimal number ? number.toPlainString() : parameter)
        .hasToString(value);
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, seven",
    "INTEGER, 1.5",
    "INTEGER, ''",
    "DECIMAL, 1;2",
    "BITS, 012",
    "BYTES, 0xZZ",
    "DATE, 2024-02-30",
    "DATE, 0000-00-00",
    "TIME, 12",
    "TIMESTAMP, 2024-02-29 25:00",
    "TIMESTAMP, yesterday"
  })
  void whatIsNoneIsSaid(Kind kind, String text) {
    assertThatThrownBy(() -> MysqlTexts.parameter(ColumnType.of(kind, "x"), text))
        .hasMessageContaining("VALUE-UNREADABLE");
  }
}
