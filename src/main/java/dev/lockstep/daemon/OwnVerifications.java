package dev.lockstep.daemon;

import dev.lockstep.dynamodb.DynamoDbTarget;
import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.util.List;
import java.util.Optional;

/**
 * Verifications that have source and target to themselves.
 *
 * @param source closed with them
 * @param target closed with them
 */
record OwnVerifications(Verifications inner, SourceSide source, DynamoDbTarget target)
    implements Verifications {

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
    target.close();
    source.close();
  }
}
