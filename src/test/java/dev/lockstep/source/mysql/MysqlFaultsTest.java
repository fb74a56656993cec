package dev.lockstep.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.problem.Category;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.source.SourceFault;
import dev.lockstep.source.SourceLimits;
import dev.lockstep.source.SourceTls;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failure means, by the numbers and words of MySQL's and Debezium's manuals. */
class MysqlFaultsTest {
  private static final MysqlOptions OPTIONS =
      new MysqlOptions(
          "db.internal",
          3306,
          "shop",
          "keeper",
          () -> new char[0],
          SourceTls.prefer(),
          7,
          UnloggedRows.HALT,
          "shop",
          0,
          SourceLimits.defaults(),
          Path.of("spill"),
          Path.of("history"),
          Map.of());

  @ParameterizedTest
  @CsvSource({
    "1045, SOURCE-LOGIN-REFUSED, false",
    "1130, SOURCE-LOGIN-REFUSED, false",
    "3159, SOURCE-LOGIN-REFUSED, false",
    "1049, SOURCE-DATABASE-MISSING, false",
    "1044, SOURCE-PERMISSION, false",
    "1142, SOURCE-PERMISSION, false",
    "1227, SOURCE-PERMISSION, false",
    "1146, SOURCE-TABLE-MISSING, false",
    "1290, SOURCE-READ-ONLY, false",
    "1040, SOURCE-NOT-READY, true",
    "1053, SOURCE-NOT-READY, true",
    "1205, SOURCE-NOT-READY, true",
    "1213, SOURCE-NOT-READY, true",
    "3024, SOURCE-TIMEOUT, true",
    "1158, SOURCE-UNREACHABLE, true"
  })
  void theServersNumberSaysWhatItIs(int number, String code, boolean passing) {
    SourceFault fault = classify(new SQLException("it says so", "HY000", number));

    assertThat(fault.problem().code()).isEqualTo(code);
    assertThat(fault.passing()).isEqualTo(passing);
    assertThat(fault.problem().what()).isEqualTo("it says so");
    assertThat(fault.problem().where()).isEqualTo("db.internal:3306/shop");
    assertThat(fault.problem().remedy()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Could not find first log file name in binary log index file | LOG-PURGED | false",
        "Cannot replicate because the master purged required binary logs. | LOG-PURGED | false",
        "A slave with the same server_uuid/server_id as this slave has connected to the master;"
            + " the first event | SERVER-ID-IN-USE | false",
        "A replica with the same server_uuid/server_id as this replica has connected to the source"
            + " | SERVER-ID-IN-USE | false",
        "Client requested master to start replication from impossible position"
            + " | SOURCE-BEHIND | false",
        "Slave has more GTIDs than the master has, using the master's SERVER_UUID"
            + " | SOURCE-BEHIND | false",
        "Binary log is not open | BINLOG-OFF | false",
        "log event entry exceeded max_allowed_packet; Increase max_allowed_packet on master"
            + " | LOG-EVENT-TOO-LARGE | false",
        "binlog truncated in the middle of event | SOURCE-NOT-READY | true"
      })
  void ofARefusedLogTheWordsSayWhatItIs(String text, String code, boolean passing) {
    SourceFault fault = classify(asDebeziumWraps(new IOException(text), 1236));

    assertThat(fault.problem().code()).isEqualTo(code);
    assertThat(fault.passing()).isEqualTo(passing);
    assertThat(fault.problem().what()).isEqualTo(text);
  }

  @Test
  void aPurgedLogIsLoadedAgain() {
    SourceFault fault =
        classify(asDebeziumWraps(new IOException("the master purged required binary logs"), 1236));

    assertThat(fault.problem().remedy()).contains("lockstep run --reload");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The connector is trying to read change stream starting at x, but this is no longer"
            + " available on the server. | LOG-PURGED",
        "The db history topic is missing. | SCHEMA-HISTORY-LOST",
        "Encountered change event for table shop.t whose schema isn't known to this connector"
            + " | SCHEMA-HISTORY-UNFIT",
        "Error processing row in t, internal schema size 3, but row size 4"
            + " | SCHEMA-HISTORY-UNFIT",
        "Failed to authenticate to the database at h:1 with user 'u' | SOURCE-LOGIN-REFUSED",
        "Public Key Retrieval is not allowed | SOURCE-LOGIN-REFUSED"
      })
  void whatNoServerSaidIsKnownByItsWords(String text, String code) {
    SourceFault fault = classify(new IllegalStateException("outside", new RuntimeException(text)));

    assertThat(fault.problem().code()).isEqualTo(code);
    assertThat(fault.passing()).isFalse();
  }

  @Test
  void aBrokenConnectionPassesAndAnythingElseIsTriedAgainToo() {
    SourceFault broken = classify(asDebeziumWraps(new EOFException("unexpected end"), 0));
    SourceFault unknown = classify(new IllegalStateException("surprise\nwith data"));

    assertThat(broken.problem().code()).isEqualTo("SOURCE-UNREACHABLE");
    assertThat(broken.passing()).isTrue();
    assertThat(unknown.problem().code()).isEqualTo("SOURCE-ENGINE-FAILED");
    assertThat(unknown.problem().what()).isEqualTo("surprise");
    assertThat(unknown.passing()).isTrue();
  }

  @Test
  void aConnectionThatTheDriverFindsBrokenPasses() {
    SQLException lost = new SQLException("Communications link failure during rollback()", "08007");

    SourceFault fault = classify(new RuntimeException(new RuntimeException("no load", lost)));

    assertThat(fault.problem().code()).isEqualTo("SOURCE-UNREACHABLE");
    assertThat(fault.passing()).isTrue();
  }

  @Test
  void whatLockstepSaidItselfStays() {
    Problem problem = Problem.error(Category.SOURCE, "SOURCE-SILENT", "x", null, "y");

    assertThat(classify(new RuntimeException(new LockstepException(problem))))
        .isEqualTo(new SourceFault(problem, false));
  }

  private static Throwable asDebeziumWraps(IOException inner, int number) {
    return new RuntimeException(
        inner.getMessage() + " Error code: " + number + "; SQLSTATE: HY000.", inner);
  }

  private static SourceFault classify(Throwable failure) {
    return new MysqlFaults(OPTIONS).classify(failure);
  }
}
