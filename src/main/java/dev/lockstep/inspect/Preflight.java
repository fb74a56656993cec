package dev.lockstep.inspect;

import java.nio.file.Path;

/** Checks a configuration against the world, without changing anything there. */
@FunctionalInterface
public interface Preflight {

  /**
   * Checks the configuration file, the source, the mapping and the target, and reports all that it
   * finds together: a problem in one part does not keep the others from being checked. Blocks;
   * never throws for what it is to find.
   *
   * @param configuration the {@code lockstep.yaml}
   */
  Findings check(Path configuration);
}
