package dev.lockstep.checkpoint;

import dev.lockstep.checkpoint.ControlStore.Owner;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import java.util.Optional;

/**
 * A lease as it was acquired.
 *
 * @param record the pipeline as it was left, under the new generation
 * @param takenFrom who held the lease until it ran out; empty if nobody ever did or the last owner
 *     released it. What such an owner wrote last may still arrive at the target
 */
public record Lease(PipelineRecord record, Optional<Owner> takenFrom) {}
