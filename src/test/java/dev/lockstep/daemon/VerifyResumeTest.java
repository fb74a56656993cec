package dev.lockstep.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.apply.ItemMending.Mend;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Checkpoint;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.InMemoryDocuments;
import dev.lockstep.config.Config;
import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Problem;
import dev.lockstep.testing.servers.Dbms;
import dev.lockstep.testing.servers.SharedSources;
import dev.lockstep.verify.Applied;
import dev.lockstep.verify.Finding;
import dev.lockstep.verify.LocalVerifications;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.RepairSide;
import dev.lockstep.verify.VerifyClock;
import dev.lockstep.verify.VerifyLimits;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import dev.lockstep.verify.VerifyWorld;
import dev.lockstep.wiring.Servers;
import dev.lockstep.wiring.SourceSide;
import dev.lockstep.wiring.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A verification that was broken off, in whatever way and wherever, finds in the end what a whole
 * one finds; and it keeps to its budgets. Time is the test's.
 */
@ExtendWith(SharedSources.class)
class VerifyResumeTest {
  private static final double ROWS_PER_SECOND = 100;
  private static final double UNITS_PER_SECOND = 40;

  private final SharedSources.Servers servers;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private VerifiedPipeline shop;
  private Config config;
  private SourceSide source;
  private DynamoDbTarget target;

  VerifyResumeTest(SharedSources.Servers servers) {
    this.servers = servers;
  }

  /** What a pipeline wrote, spoiled; it does not run any more. */
  @BeforeEach
  void spoil(@TempDir Path folder) throws Exception {
    shop = new VerifiedPipeline(folder, servers.get(Dbms.POSTGRES), "resume");
    opened.add(shop);
    try (PipelineControl pipeline = shop.start()) {
      shop.applied(pipeline);
    }
    VerifyPipelineTest.spoil(shop);
    config = shop.config();
    source = SourceSide.open(config);
    opened.add(source);
    target = DynamoDbTarget.open(Wiring.target(config));
    opened.add(target);
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @Test
  void killedOrStoppedAnywhereItFindsWhatAWholeOneFinds() {
    Passing whole = new Passing(Long.MAX_VALUE);
    VerifyReport expected = run(new InMemoryDocuments(), whole, VerifyRequest.full());
    assertThat(expected.found()).isEqualTo(13);
    budgetsAreKept(expected);

    long naps = whole.naps.get();
    assertThat(naps).isGreaterThan(50);
    for (int part = 1; part < 8; part++) {
      assertSame(resumed(naps * part / 8, part % 2 == 0), expected);
    }
  }

  private static void budgetsAreKept(VerifyReport report) {
    // A second's worth is saved up at the beginning, and a chunk may be overspent at the end.
    assertThat(report.seconds())
        .isGreaterThan((report.sourceRows() - ROWS_PER_SECOND - 200) / ROWS_PER_SECOND)
        .isGreaterThan((report.readUnits() - UNITS_PER_SECOND - 200) / UNITS_PER_SECOND)
        .isLessThan(
            5
                + report.sourceRows() / ROWS_PER_SECOND
                + report.readUnits() / UNITS_PER_SECOND
                + 0.2 * report.found());
  }

  /**
   * The report of one that was broken off after so many naps and resumed by another process.
   *
   * @param stopped whether somebody stopped it; else it is gone in that moment, with all that it
   *     had not handed to the operating system
   */
  private VerifyReport resumed(long naps, boolean stopped) {
    Documents documents = new InMemoryDocuments();
    Passing clock = new Passing(naps);
    LocalVerifications broken = verifications(documents, clock);
    String id = broken.start(VerifyRequest.full()).id();
    Awaitility.await().atMost(VerifiedPipeline.LIMIT).until(() -> clock.over.getCount() == 0);
    if (stopped) {
      broken.cancel(id);
      clock.goOn.countDown();
      Awaitility.await()
          .atMost(VerifiedPipeline.LIMIT)
          .until(() -> broken.progress().orElseThrow().state() == State.CANCELLED);
    }
    return run(documents, new Passing(Long.MAX_VALUE), VerifyRequest.resuming(id));
  }

  private static void assertSame(VerifyReport resumed, VerifyReport whole) {
    assertThat(resumed.types()).isEqualTo(whole.types());
    assertThat(resumed.tables()).isEqualTo(whole.tables());
    assertThat(new HashSet<>(resumed.findings()))
        .as("those that the whole one found")
        .isEqualTo(new HashSet<Finding>(whole.findings()));
    assertThat(resumed.outcome()).isEqualTo(whole.outcome());
    assertThat(resumed.started()).isNotEqualTo(resumed.ended());
  }

  private VerifyReport run(Documents documents, Passing clock, VerifyRequest request) {
    return VerifiedPipeline.verify(verifications(documents, clock), request);
  }

  private LocalVerifications verifications(Documents documents, VerifyClock clock) {
    VerifyWorld real =
        VerifyWiring.world(
            config,
            new Servers(source, source.plan(), target),
            new Everything(),
            Optional::empty,
            new VerifyLimits(
                40,
                50_000,
                ROWS_PER_SECOND,
                UNITS_PER_SECOND,
                Duration.ofSeconds(30),
                2,
                0,
                100,
                6,
                Duration.ofSeconds(60),
                20));
    LocalVerifications made =
        new LocalVerifications(
            new VerifyWorld(
                real.pipeline(),
                real.plan(),
                real.tables(),
                real.catalog(),
                real.target(),
                real.applied(),
                real.loaded(),
                documents,
                real.folder(),
                real.limits(),
                real.masks(),
                clock),
            new NoRepairs(),
            report -> {});
    opened.add(made);
    return made;
  }

  /** Nothing is repaired here. */
  private static final class NoRepairs implements RepairSide {
    @Override
    public Optional<Problem> refusal(RepairOrder order) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double writeUnitsPerSecond() {
      return 0;
    }

    @Override
    public Optional<Hold> hold(ItemKey key, Duration limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Checkpoint> applied() {
      return Optional.empty();
    }

    @Override
    public CompletableFuture<WriteOutcome> mend(Mend mend) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void note(Map<String, String> details) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  /** Nobody writes, and all was applied before the pipeline was stopped. */
  private static final class Everything implements Applied {
    @Override
    public boolean await(Version version, Duration limit) {
      return true;
    }

    @Override
    public Watch watch(Collection<ItemKey> keys) {
      return new Watch() {
        @Override
        public boolean touched(ItemKey key) {
          return false;
        }

        @Override
        public void close() {
          // Nothing is noted.
        }
      };
    }

    @Override
    public String standing() {
      return "";
    }
  }

  /** Time that passes while somebody sleeps, and stops after a number of naps. */
  private static final class Passing implements VerifyClock {
    private final long most;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong naps = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    Passing(long most) {
      this.most = most;
    }

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public void sleep(long length) throws InterruptedException {
      nanos.addAndGet(length);
      if (naps.incrementAndGet() == most) {
        over.countDown();
        assertThat(goOn.await(VerifiedPipeline.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
