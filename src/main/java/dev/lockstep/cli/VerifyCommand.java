package dev.lockstep.cli;

import dev.lockstep.admin.AdminClient;
import dev.lockstep.item.ItemKey;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.verify.RepairOrder;
import dev.lockstep.verify.SampleSize;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyJson;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    header = "Compare the target with the source, exactly, while changes go on.",
    description = {
      "",
      "Reads the source in chunks, makes of it the items that should be there, and compares them "
          + "with those that are; looks for items that should not be there. What differs is "
          + "looked at again until it is certain. Runs in the daemon if one answers, else in this "
          + "process.",
      "",
      "Exits with 0 if all is as it should be, 1 if something differs or could not be told."
    },
    footer = {
      "",
      "Example:",
      "  lockstep verify",
      "  lockstep verify --sample 1000 --seed 7",
      "  lockstep verify --counts --type order --output json",
      "  lockstep verify --key 'shop,CUSTOMER#1,PROFILE'",
      "  lockstep verify --report differences.html",
      "  lockstep verify --repair=plan"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  private final Session session;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--counts", description = "Which items there are, not what is in them.")
  private boolean counts;

  @Option(
      names = "--sample",
      paramLabel = "N|P%",
      description =
          "So many rows of each item type, or so many in a hundred; no search for extras.")
  private @Nullable String sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the sample: the same seed, the same rows. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private KeyOptions keys = new KeyOptions();

  @Option(names = "--type", paramLabel = "TYPE", description = "This item type only; repeatable.")
  private List<String> types = new ArrayList<>();

  @Option(names = "--consistent", description = "Read strongly consistently from the beginning.")
  private boolean consistent;

  @Option(
      names = "--max-differences",
      paramLabel = "N",
      description = "Stop when so many are confirmed.")
  private @Nullable Long maxDifferences;

  @Option(names = "--resume", paramLabel = "ID", description = "Go on with one broken off.")
  private @Nullable String resume;

  @Option(
      names = "--repair",
      arity = "0..1",
      fallbackValue = "write",
      paramLabel = "plan",
      description = "Set right what differs; with =plan only say what that would be.")
  private @Nullable String repair;

  @Option(
      names = "--delete-extra",
      description = "With --repair: remove items that no row makes. They stay otherwise.")
  private boolean deleteExtra;

  @Option(
      names = "--force",
      description =
          "With --repair: overwrite the target also after a cutover, or during a rehearsal.")
  private boolean force;

  @Option(
      names = "--max-write-units",
      paramLabel = "N",
      description = "With --repair: the most write units a second. Default: as the pipeline's own.")
  private @Nullable Double maxWriteUnits;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report into a file: .html for people, .json for programs.")
  private @Nullable Path reportFile;

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    VerifyRequest request = request();
    try (Verifications verifications = verifications()) {
      String id = verifications.start(request).id();
      session.shutdown().onSignal(() -> verifications.cancel(id));
      VerifyProgress ended = await(verifications);
      if (ended.error() != null) {
        throw new LockstepException(ended.error());
      }
      return verifications.report(id).map(this::print).orElse(ExitCode.FINDINGS);
    }
  }

  private VerifyRequest request() {
    try {
      VerifyRequest request =
          resume != null ? VerifyRequest.resuming(resume) : mode().withItemTypes(types);
      request = consistent ? request.withConsistentReads() : request;
      request = repair == null ? request : request.withRepair(repairOrder(repair));
      return maxDifferences == null ? request : request.withMaxDifferences(maxDifferences);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private VerifyRequest mode() {
    List<ItemKey> chosen = keys.keys();
    if (!chosen.isEmpty()) {
      if (counts || sample != null) {
        throw wrong("--key and --keys-file name the items: no --counts, no --sample.");
      }
      return VerifyRequest.keys(chosen);
    }
    if (sample == null) {
      return counts ? VerifyRequest.counts() : VerifyRequest.full();
    }
    if (counts) {
      throw wrong("--counts and --sample are two modes: choose one.");
    }
    return VerifyRequest.sample(
        sample.endsWith("%")
            ? SampleSize.ofPercent(
                Double.parseDouble(sample.substring(0, sample.length() - 1)), seed)
            : SampleSize.ofRows(Long.parseLong(sample), seed));
  }

  private RepairOrder repairOrder(String how) {
    if (!how.equals("plan") && !how.equals("write")) {
      throw wrong("--repair writes and --repair=plan says what it would write: not " + how);
    }
    return new RepairOrder(how.equals("plan"), deleteExtra, force, maxWriteUnits);
  }

  private ParameterException wrong(String what) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), what);
  }

  /** The daemon's if one answers, for it alone knows what is on its way. */
  private Verifications verifications() throws InterruptedException {
    AdminClient daemon = Daemon.client(session.operations().settings(options.config()).admin());
    try {
      daemon.status();
      return daemon.verifications();
    } catch (LockstepException e) {
      if (!Daemon.isAway(e)) {
        throw e;
      }
      return session.operations().verifications(options.config(), new Metrics());
    }
  }

  private VerifyProgress await(Verifications verifications) throws InterruptedException {
    Following following = Following.on(session.terminal());
    while (true) {
      VerifyProgress progress = following.ask(verifications::progress).orElseThrow();
      if (progress.state() != State.RUNNING) {
        show("");
        return progress;
      }
      show(VerifyPage.progress(progress));
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** One line, over the one before; only for eyes. */
  private void show(String text) {
    if (session.terminal().isInteractive() && !options.json()) {
      session.terminal().err().print("\r\u001b[2K" + text);
      session.terminal().err().flush();
    }
  }

  private int print(VerifyReport report) {
    Path file = reportFile;
    if (file != null) {
      write(file, report);
    }
    if (options.json()) {
      session.terminal().line(VerifyJson.indented(report));
    } else {
      new VerifyPage(options.config()).lines(report).forEach(session.terminal()::line);
    }
    return report.isEqual() || report.isRepaired() ? ExitCode.GOOD : ExitCode.FINDINGS;
  }

  private void write(Path file, VerifyReport report) {
    String text =
        file.toString().endsWith(".json")
            ? VerifyJson.indented(report)
            : VerifyHtml.page(report, options.config());
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
