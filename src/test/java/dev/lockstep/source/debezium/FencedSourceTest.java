package dev.lockstep.source.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.change.Transaction;
import dev.lockstep.change.Version;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.source.mysql.SharedMysql;
import dev.lockstep.source.postgres.SharedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A source that is read-only and idle: a marker still proves that all before it has been read. */
@ResourceLock(SharedMysql.LOCK)
@ResourceLock(SharedServer.LOCK)
class FencedSourceTest {
  private static final Duration SOON = Duration.ofSeconds(3);

  @OnBothDatabases
  void whatComesBehindAMarkerProvesItOnAReadOnlySource(SourceUnderTest source) throws Exception {
    source.execute("CREATE TABLE t (id int PRIMARY KEY)");
    try (Reading reading = source.load("t");
        SourceCatalog catalog = source.catalog()) {
      reading.awaitLoaded();
      source.execute("INSERT INTO t VALUES (1)");
      reading.awaitStreamed(1);
      try {
        source.fence();
        for (int i = 0; i < 3; i++) {
          Instant begun = Instant.now();
          Version marker = catalog.marker();
          reading.awaitThat(all -> newest(all).compareTo(marker) >= 0);
          assertThat(Duration.between(begun, Instant.now())).isLessThan(SOON);
          assertThat(reading.awaitStreamed(1).get(0).version()).isLessThan(marker);
        }
      } finally {
        source.unfence();
      }
    }
  }

  private static Version newest(List<Transaction> all) {
    return all.get(all.size() - 1).version();
  }
}
