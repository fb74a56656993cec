package dev.lockstep.admin;

import dev.lockstep.cutover.Check;
import dev.lockstep.cutover.CutoverReport;
import dev.lockstep.cutover.RehearsalReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a running daemon for cutovers and rehearsals, over its admin API. */
public final class HandoverClient {
  private static final String CUTOVER = "/cutover";
  private static final String REHEARSAL = "/rehearsal";

  private final AdminClient daemon;
  private final String who;

  /**
   * @param who gives the orders, for the journal
   */
  public HandoverClient(AdminClient daemon, String who) {
    this.daemon = daemon;
    this.who = who;
  }

  /** The cutover under way, or the last one. */
  public Optional<CutoverReport> cutover() throws InterruptedException {
    return daemon.ask(CUTOVER, CutoverReport.class);
  }

  /** The rehearsal under way, or the last one. */
  public Optional<RehearsalReport> rehearsal() throws InterruptedException {
    return daemon.ask(REHEARSAL, RehearsalReport.class);
  }

  /** Gives an order about a cutover. */
  public CutoverReport cutover(Map<String, Object> order) throws InterruptedException {
    return daemon.tell(CUTOVER, who, order, CutoverReport.class).orElseThrow();
  }

  /** Looks whether a cutover could begin. */
  public Readiness dryRun(Map<String, Object> order) throws InterruptedException {
    return daemon.tell(CUTOVER, who, order, Readiness.class).orElseThrow();
  }

  /** Gives an order about a rehearsal. */
  public RehearsalReport rehearsal(Map<String, Object> order) throws InterruptedException {
    return daemon.tell(REHEARSAL, who, order, RehearsalReport.class).orElseThrow();
  }

  /**
   * Whether a cutover could begin.
   *
   * @param ready if all checks are good
   * @param checks what was looked at
   */
  public record Readiness(boolean ready, List<Check> checks) {}
}
