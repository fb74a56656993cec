package dev.lockstep.demo;

import dev.lockstep.verify.Finding;
import dev.lockstep.verify.VerifyReport;
import dev.lockstep.verify.VerifyReport.TypeResult;
import java.util.List;

/**
 * What a verification of everything says.
 *
 * @param items that were compared
 * @param different all that is not as the source says, or could not be told
 * @param findings the first of what is not
 */
public record Verdict(long items, long different, List<Finding> findings) {

  static Verdict of(VerifyReport report) {
    long items = report.types().stream().mapToLong(TypeResult::items).sum();
    return new Verdict(items, report.found() + report.doubtful(), report.findings());
  }

  /** Whether the target is exactly what the source says. */
  public boolean isEqual() {
    return different == 0;
  }
}
