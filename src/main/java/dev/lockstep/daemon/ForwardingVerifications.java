package dev.lockstep.daemon;

import dev.lockstep.verify.Verifications;
import dev.lockstep.verify.VerifyProgress;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyRequest;
import java.util.List;
import java.util.Optional;

/** Verifications that others make; who extends it says what it adds to them. */
interface ForwardingVerifications extends Verifications {
  /** Who makes them. */
  Verifications inner();

  @Override
  default VerifyProgress start(VerifyRequest request) {
    return inner().start(request);
  }

  @Override
  default Optional<VerifyProgress> progress() {
    return inner().progress();
  }

  @Override
  default boolean cancel(String id) {
    return inner().cancel(id);
  }

  @Override
  default List<VerifyReport> reports(int most) {
    return inner().reports(most);
  }

  @Override
  default Optional<VerifyReport> report(String id) {
    return inner().report(id);
  }

  @Override
  default void close() {
    inner().close();
  }
}
