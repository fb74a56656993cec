package dev.lockstep.apply;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The deciding core of the applier: takes writes, outcomes and the time (nanoseconds since its
 * start), says what to send next, and puts acknowledgements into the outbox. Does no I/O, knows no
 * threads, is not thread-safe.
 */
final class Engine {
  private final ApplyOptions options;
  private final ApplyListener listener;
  private final Outbox outbox;
  private final Consumer<Problem> onFailure;
  private final Alarms alarms = new Alarms();
  private final Intake intake;
  private final Doubts doubts;
  private final Gate gate;
  private final KeyQueues queues;
  private final Backoff backoff;
  private Version newest;
  private long lateBatchesEnd;
  private @Nullable Problem failure;

  Engine(
      ApplyOptions options,
      ApplyListener listener,
      RandomGenerator random,
      Outbox outbox,
      Consumer<Problem> onFailure) {
    long horizon = options.lateWriteHorizon().toNanos();
    long lateWrites = options.replay().lateWrites().toNanos();
    this.options = options;
    this.listener = listener;
    this.outbox = outbox;
    this.onFailure = onFailure;
    this.intake = new Intake(options.limits());
    this.doubts = new Doubts(options.limits().maxKeysInDoubt(), horizon, lateWrites);
    this.gate = new Gate(options, doubts);
    this.queues = new KeyQueues(gate);
    this.backoff = new Backoff(options.retry(), random);
    this.newest = options.replay().through();
  }

  /** Begins a submission of so many writes as the list has, which are then offered one by one. */
  Submission begin(List<ItemWrite> writes, Acknowledgement acknowledgement) {
    Submission submission = new Submission(writes.size(), newest, acknowledgement, outbox);
    for (ItemWrite write : writes) {
      newest = write.version().isAfter(newest) ? write.version() : newest;
    }
    return submission;
  }

  /**
   * Takes a write if there is room.
   *
   * @return false if there is none; nothing has happened then
   */
  boolean offer(ItemWrite write, Submission submission) {
    int bytes = WriteSize.bytes(write);
    if (!intake.hasRoom(bytes)) {
      return false;
    }
    intake.take(bytes);
    KeyQueue queue = queues.get(write.key());
    queue.offer(Job.of(write, bytes, submission.repeats(write.version()), submission));
    if (queue.place() == KeyQueue.Place.IDLE) {
      gate.ready(queue);
    }
    return true;
  }

  /** The keys of all that is not finished. */
  Set<ItemKey> keys() {
    return queues.keys();
  }

  /** Somebody wants the key to himself. */
  void hold(KeyHold hold, long now) {
    KeyQueue queue = queues.get(hold.key());
    if (queue.hold().isPresent()) {
      throw new IllegalStateException(hold.key() + " is held already");
    }
    queue.setHold(hold);
    if (queue.place() == KeyQueue.Place.IDLE) {
      settle(queue, now);
    }
  }

  /** The hold ends, whether it was granted or not. */
  void release(KeyHold hold, boolean inDoubt, long now) {
    KeyQueue queue = queues.get(hold.key());
    boolean stands = queue.hold().filter(h -> h == hold).isPresent();
    if (stands) {
      queue.setHold(null);
    }
    if (stands && inDoubt) {
      doubts.add(hold.key(), now);
    }
    if (queue.place() == KeyQueue.Place.IDLE || (stands && queue.place() == KeyQueue.Place.HELD)) {
      proceed(queue, now);
    }
  }

  /** Lets time pass. */
  void advance(long now) {
    doubts.forget(now);
    alarms.ring(now, queue -> ring(queue, now));
  }

  private void ring(KeyQueue queue, long now) {
    if (queue.place() == KeyQueue.Place.RESTING) {
      gate.ready(queue);
    } else if (doubts.end(queue.key()) > now) {
      alarms.set(queue, doubts.end(queue.key()));
    } else if (queue.grave().isPresent()) {
      queue.grave().ifPresent(grave -> queue.offer(Job.own(grave.burial())));
      gate.ready(queue);
    } else {
      settle(queue, now);
    }
  }

  /** Nothing of the key is on its way, and nothing waits: it is held, waits for that, or goes. */
  private void settle(KeyQueue queue, long now) {
    boolean open = doubts.end(queue.key()) > now;
    if (queue.hold().isPresent() && queue.grave().isEmpty() && !open) {
      grant(queue);
      return;
    }
    queue.moveTo(KeyQueue.Place.IDLE);
    if (queue.grave().isPresent() || queue.hold().isPresent()) {
      alarms.set(queue, Math.max(now, doubts.end(queue.key())));
    } else {
      queues.remove(queue);
    }
  }

  private void grant(KeyQueue queue) {
    queue.moveTo(KeyQueue.Place.HELD);
    queue.hold().ifPresent(hold -> outbox.add(() -> hold.granted().complete(hold)));
  }

  /** The next thing to do, or empty if nothing may be done now. */
  Optional<Request> poll(long now) {
    return failure == null ? gate.poll(now) : Optional.empty();
  }

  /** When {@link #advance} or {@link #poll} may do something again by time alone. */
  long nextAlarm() {
    return failure == null ? Math.min(alarms.next(), gate.opensAt()) : Long.MAX_VALUE;
  }

  /** What became of a write. */
  void complete(Request.Single request, WriteOutcome outcome, long now) {
    KeyQueue queue = request.queue();
    gate.answered(queue.lane(), outcome instanceof WriteOutcome.InDoubt, now);
    conclude(queue, request.write(), outcome, now);
  }

  /** What became of a batch; the outcomes stand in the order of its puts. */
  void complete(Request.Batch request, List<WriteOutcome> outcomes, long now) {
    boolean inDoubt = outcomes.stream().anyMatch(o -> o instanceof WriteOutcome.InDoubt);
    lateBatchesEnd = inDoubt ? now + options.lateWriteHorizon().toNanos() : lateBatchesEnd;
    gate.answered(request.queues().get(0).lane(), inDoubt, now);
    for (int i = 0; i < outcomes.size(); i++) {
      conclude(request.queues().get(i), request.puts().get(i), outcomes.get(i), now);
    }
  }

  /**
   * What became of a bad row.
   *
   * @param kept whether it is stored durably elsewhere
   */
  void complete(Request.SetAside request, boolean kept, long now) {
    if (failure != null) {
      return;
    }
    if (kept) {
      Submission.settle(acknowledged(request.queue()).riders());
      proceed(request.queue(), now);
    } else {
      fail(request.problem());
    }
  }

  private void conclude(KeyQueue queue, ItemWrite sent, WriteOutcome outcome, long now) {
    gate.account(queue, outcome, now);
    if (failure != null) {
      return;
    }
    if (outcome instanceof WriteOutcome.Applied) {
      done(queue, sent, sent instanceof ItemWrite.Tombstone, now);
    } else if (outcome instanceof WriteOutcome.Superseded superseded) {
      superseded(queue, sent, superseded, now);
    } else if (outcome instanceof WriteOutcome.Rejected rejected) {
      gate.ready(new Request.SetAside(queue, sent, rejected.problem()));
    } else if (outcome instanceof WriteOutcome.Unusable unusable) {
      fail(unusable.problem());
    } else {
      retry(queue, sent, outcome, now);
    }
  }

  private void superseded(
      KeyQueue queue, ItemWrite sent, WriteOutcome.Superseded outcome, long now) {
    switch (Verdict.of(sent, outcome.stored(), queue.sent().isRepeated())) {
      case DURABLE -> done(queue, sent, false, now);
      case TOMBSTONE_STANDS -> done(queue, sent, true, now);
      case NEWER_THAN_KNOWN -> {
        warn(ApplyProblems.newerVersion(sent, outcome.stored()));
        done(queue, sent, false, now);
      }
      case REVIVED -> buryAgain(queue, now);
      case NOTHING_TO_PATCH ->
          gate.ready(new Request.SetAside(queue, sent, ApplyProblems.nothingToPatch(sent)));
      case FOREIGN -> {
        Problem problem = ApplyProblems.foreignVersion(sent, outcome.stored());
        gate.ready(new Request.SetAside(queue, sent, problem));
      }
    }
  }

  private void warn(Problem problem) {
    outbox.add(() -> listener.warned(problem));
  }

  private void buryAgain(KeyQueue queue, long now) {
    Submission.settle(acknowledged(queue).riders());
    if (!queue.hasWork()) {
      queue.grave().ifPresent(grave -> queue.offer(Job.own(grave.tombstone())));
    }
    proceed(queue, now);
  }

  private void done(KeyQueue queue, ItemWrite sent, boolean tombstoneStands, long now) {
    Job job = acknowledged(queue);
    Optional<Grave> grave = queue.grave();
    if (tombstoneStands) {
      grave.ifPresentOrElse(g -> job.riders().addAll(g.mourners()), intake::interred);
      queue.setGrave(new Grave(sent.key(), sent.version(), sent.commitMicros(), job.riders()));
    } else {
      Submission.settle(job.riders());
      grave.ifPresent(g -> exhume(queue, g));
    }
    proceed(queue, now);
  }

  private void exhume(KeyQueue queue, Grave grave) {
    intake.exhumed();
    Submission.settle(grave.mourners());
    queue.setGrave(null);
  }

  private Job acknowledged(KeyQueue queue) {
    Job job = queue.finish();
    intake.release(job);
    Submission.acknowledge(job.riders());
    return job;
  }

  private void proceed(KeyQueue queue, long now) {
    boolean holdable = queue.hold().isPresent() && queue.grave().isEmpty();
    if (holdable && doubts.end(queue.key()) <= now) {
      grant(queue);
    } else if (queue.hasWork()) {
      gate.ready(queue);
    } else {
      settle(queue, now);
    }
  }

  private void retry(KeyQueue queue, ItemWrite sent, WriteOutcome outcome, long now) {
    if (outcome instanceof WriteOutcome.Throttled throttled) {
      queue.lane().throttled(throttled, now);
    } else {
      queue.goSingle();
    }
    if (outcome instanceof WriteOutcome.InDoubt) {
      doubts.add(sent, now);
    }
    queue.fail(now);
    if (backoff.isOver(now - queue.failingSince())) {
      fail(ApplyProblems.retriesOver(sent, outcome, options.retry().limit()));
    } else {
      rest(queue, sent, outcome, now);
    }
  }

  private void rest(KeyQueue queue, ItemWrite sent, WriteOutcome outcome, long now) {
    long pause = backoff.rest(queue.failures());
    int failures = queue.failures();
    queue.moveTo(KeyQueue.Place.RESTING);
    alarms.set(queue, now + pause);
    outbox.add(() -> listener.retrying(sent, outcome, failures, Duration.ofNanos(pause)));
  }

  /** Stops for good: nothing is sent or acknowledged any more. */
  void fail(Problem problem) {
    if (failure == null) {
      failure = problem;
      outbox.add(() -> onFailure.accept(problem));
    }
  }

  Optional<Problem> failure() {
    return Optional.ofNullable(failure);
  }

  boolean hasFailed() {
    return failure != null;
  }

  Gate gate() {
    return gate;
  }

  boolean hasRoomFor(ItemWrite write) {
    return intake.hasRoom(WriteSize.bytes(write));
  }

  /** Whether it is worth waking who waits for room. */
  boolean isRoomy() {
    return intake.isRoomy();
  }

  /** Whether all writes are acknowledged. */
  boolean isIdle() {
    return intake.writes() == 0;
  }

  /** Whether all writes are settled. */
  boolean isSettled() {
    return isIdle() && intake.graves() == 0;
  }

  /** When unconditional batches cannot arrive any more; in the past if none can. */
  long lateBatchesEnd() {
    return lateBatchesEnd;
  }

  ApplyState state(long now) {
    return new ApplyState(
        gate.isPaused(),
        gate.inFlight(),
        gate.window(),
        intake.writes(),
        intake.bytes(),
        queues.resting(),
        until(now, queues.failingSince(now)),
        doubts.keys(),
        until(doubts.endForAll(), now),
        until(lateBatchesEnd, now),
        intake.graves(),
        gate.writeUnitsPerSecond(),
        gate.throttled(),
        failure());
  }

  private static Duration until(long end, long now) {
    return Duration.ofNanos(Math.max(0, end - now));
  }
}
