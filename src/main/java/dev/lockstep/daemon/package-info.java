/**
 * The composition root: runs one pipeline, wired by hand with package {@code wiring} from its
 * configuration, watches over its life and says how it stands. A configuration flows in; status,
 * findings and metrics flow out to the admin API, the command line and the demo.
 *
 * <p>Where to look, from the outside in:
 *
 * <ul>
 *   <li>What commands can ask for: {@link Operations}, {@code LiveOperations}. Those that only look
 *       are in package {@code inspect}.
 *   <li>A pipeline in this process: {@link PipelineControl}, {@code LivePipeline}. Its life is
 *       {@code Life}: waiting for the lease, then in turn running ({@code Tenure}, {@code Run}),
 *       paused ({@code Pausing}, {@code Standstill}) or cut over. {@code Helm} and {@code Steering}
 *       are what operators want of it.
 *   <li>A run ({@code Run}): reader, package {@code flow}, applier and checkpoints, started and
 *       ended together. {@code Start} and {@code LoadChoice} decide how it begins.
 *   <li>The handover: {@code HandoverDesk} and {@code LiveHandover} carry out what package {@code
 *       cutover} decides, by {@code LiveCutoverSteps} and {@code LiveRehearsalSteps}.
 *   <li>Verifying: {@code VerifyWiring} gives package {@code verify} its world beside a stream, at
 *       a standstill or without a daemon; {@code Scrubbing} does it all the time.
 *   <li>Dead letters: {@code LetterBox}, and {@code Replaying} with the row of today.
 *   <li>What is shown: {@link PipelineStatus} by {@code StatusReport}; {@code LagClock} and {@code
 *       SourceWatch} for lag and pause budget; the classes named Metrics.
 * </ul>
 */
@NullMarked
package dev.lockstep.daemon;

import org.jspecify.annotations.NullMarked;
