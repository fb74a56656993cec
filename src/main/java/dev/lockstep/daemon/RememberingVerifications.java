package dev.lockstep.daemon;

import dev.lockstep.apply.Applier;
import dev.lockstep.apply.WrittenKeys;
import dev.lockstep.verify.LocalVerifications;
import dev.lockstep.verify.VerifyMode;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.util.function.Consumer;
import java.util.function.Function;

/** Verifications after which it is known what was written since everything was right. */
final class RememberingVerifications implements ForwardingVerifications {
  private final LocalVerifications inner;
  private final Applier applier;
  private final WrittenKeys written;
  private String marked = "";

  /**
   * @param applier writes
   * @param written remembers that
   * @param making makes the verifications, which tell of every report
   */
  RememberingVerifications(
      Applier applier,
      WrittenKeys written,
      Function<Consumer<VerifyReport>, LocalVerifications> making) {
    this.applier = applier;
    this.written = written;
    this.inner = making.apply(this::ended);
    applier.rememberIn(written);
  }

  @Override
  public LocalVerifications inner() {
    return inner;
  }

  @Override
  public synchronized VerifyProgress start(VerifyRequest request) {
    boolean everything =
        request.mode() == VerifyMode.FULL
            && request.resume() == null
            && request.itemTypes().isEmpty();
    if (!everything || isRunning()) {
      return inner.start(request);
    }
    marked = "";
    applier.mark(written);
    VerifyProgress begun = inner.start(request);
    marked = begun.id();
    return begun;
  }

  private boolean isRunning() {
    return inner.progress().filter(p -> p.state() == VerifyProgress.State.RUNNING).isPresent();
  }

  private synchronized void ended(VerifyReport report) {
    if (!report.id().equals(marked)) {
      return;
    }
    if (report.isEqual()) {
      written.right();
    } else {
      written.notRight();
    }
  }
}
