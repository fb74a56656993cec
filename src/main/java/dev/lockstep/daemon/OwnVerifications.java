package dev.lockstep.daemon;

import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.util.List;
import java.util.Optional;

/**
 * Verifications that have connections to themselves.
 *
 * @param first closed after them
 * @param last closed after that
 */
record OwnVerifications(Verifications inner, Connected first, Connected last)
    implements Verifications {

  /** What is closed. */
  @FunctionalInterface
  interface Connected {
    void close();
  }

  @Override
  public VerifyProgress start(VerifyRequest request) {
    return inner.start(request);
  }

  @Override
  public Optional<VerifyProgress> progress() {
    return inner.progress();
  }

  @Override
  public boolean cancel(String id) {
    return inner.cancel(id);
  }

  @Override
  public List<VerifyReport> reports(int most) {
    return inner.reports(most);
  }

  @Override
  public Optional<VerifyReport> report(String id) {
    return inner.report(id);
  }

  @Override
  public void close() {
    inner.close();
    first.close();
    last.close();
  }
}
