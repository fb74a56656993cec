package dev.lockstep.daemon;

import dev.lockstep.apply.WrittenKeys;
import dev.lockstep.config.Config;
import dev.lockstep.metrics.Metrics;
import dev.lockstep.verify.VerifyLimits;
import dev.lockstep.verify.VerifyWorld;
import dev.lockstep.wiring.Servers;

/**
 * A run of the pipeline, for what looks at source and target beside it.
 *
 * @param metrics show what is looked at
 * @param config the pipeline's
 * @param servers that the run works between
 */
record Beside(Run run, Metrics metrics, Config config, Servers servers) {

  /**
   * What verifications beside the run work with.
   *
   * @param written remembers what the run writes
   */
  VerifyWorld world(WrittenKeys written, VerifyLimits limits) {
    return VerifyWiring.world(config, servers, new RunApplied(run, written), run::loaded, limits);
  }
}
