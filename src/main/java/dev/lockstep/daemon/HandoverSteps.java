package dev.lockstep.daemon;

import dev.lockstep.config.Config;
import dev.lockstep.cutover.CutoverSteps;
import dev.lockstep.cutover.RehearsalSteps;
import dev.lockstep.source.SourceCatalog;
import dev.lockstep.wiring.Wiring;
import java.time.InstantSource;

/**
 * What a handover is done with, over a connection to the source of its own.
 *
 * @param checks what is looked at before a cutover
 */
record HandoverSteps(
    SourceCatalog catalog, CutoverChecks checks, CutoverSteps cutover, RehearsalSteps rehearsal)
    implements AutoCloseable {

  /** On a live pipeline; connects when it is needed. */
  static HandoverSteps of(
      Config config, Ground ground, LiveCutoverSteps.CutOverSwitch control, InstantSource clock) {
    SourceCatalog catalog = Wiring.catalog(config);
    Proof proof = new Proof(catalog, ground);
    CutoverChecks checks = new CutoverChecks(config.cutover(), ground, clock);
    Comparing comparing = new LiveComparing(config, ground);
    CutoverSteps cutover =
        new LiveCutoverSteps(
            config.cutover().hooks(),
            new Hooks(config, catalog::execute),
            checks,
            proof,
            comparing,
            control,
            clock);
    return new HandoverSteps(
        catalog, checks, cutover, new LiveRehearsalSteps(ground, proof, comparing));
  }

  @Override
  public void close() {
    catalog.close();
  }
}
