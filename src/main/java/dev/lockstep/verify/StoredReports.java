package dev.lockstep.verify;

import dev.lockstep.checkpoint.Documents;
import java.util.List;
import java.util.Optional;

/** The reports of a pipeline's verifications, as they are kept. */
public final class StoredReports {
  private final VerifyStore store;

  /**
   * @param documents where they are kept
   */
  public StoredReports(Documents documents, String pipeline) {
    this.store = new VerifyStore(documents, pipeline, Integer.MAX_VALUE);
  }

  /** The newest ones, newest first. */
  public List<VerifyReport> reports(int most) {
    return store.reports(most);
  }

  /** One of them. */
  public Optional<VerifyReport> report(String id) {
    return store.report(id);
  }
}
