package dev.lockstep.daemon;

import dev.lockstep.problem.LockstepException;
import dev.lockstep.verify.StoredReports;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifications of a pipeline that stands still. Connects to source and target when the first one
 * begins; what earlier ones found can be read without that.
 */
final class StillVerifications implements Verifications {
  private final StoredReports stored;
  private final Supplier<Verifications> opening;
  private volatile @Nullable Verifications open;
  private boolean closed;

  StillVerifications(StoredReports stored, Supplier<Verifications> opening) {
    this.stored = stored;
    this.opening = opening;
  }

  @Override
  public synchronized VerifyProgress start(VerifyRequest request) {
    if (closed) {
      throw new LockstepException(NoVerifications.problem("the pipeline goes on"));
    }
    Verifications there = open;
    if (there == null) {
      there = opening.get();
      open = there;
    }
    return there.start(request);
  }

  @Override
  public Optional<VerifyProgress> progress() {
    return Optional.ofNullable(open).flatMap(Verifications::progress);
  }

  @Override
  public boolean cancel(String id) {
    Verifications there = open;
    return there != null && there.cancel(id);
  }

  @Override
  public List<VerifyReport> reports(int most) {
    return stored.reports(most);
  }

  @Override
  public Optional<VerifyReport> report(String id) {
    return stored.report(id);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Verifications there = open;
    if (there != null) {
      there.close();
    }
  }
}
