package dev.lockstep.source;

import dev.lockstep.problem.Problem;

/**
 * Why reading from the source stopped.
 *
 * @param problem what it was
 * @param passing whether it may pass by itself
 */
public record SourceFault(Problem problem, boolean passing) {}
