package dev.lockstep.daemon;

import dev.lockstep.verify.StoredReports;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyReport;
import java.util.List;
import java.util.Optional;

/**
 * Verifications whose reports are read where they are kept, whatever phase the pipeline is in and
 * whichever connections it has just given up.
 *
 * @param inner those that are possible now, if any are
 */
record ReportedVerifications(Verifications inner, StoredReports stored)
    implements ForwardingVerifications {

  @Override
  public List<VerifyReport> reports(int most) {
    return stored.reports(most);
  }

  @Override
  public Optional<VerifyReport> report(String id) {
    return stored.report(id);
  }
}
