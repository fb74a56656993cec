package dev.lockstep.apply;

import dev.lockstep.item.ItemWrite;
import dev.lockstep.item.WriteOutcome;
import dev.lockstep.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** An engine on a bench: a test turns the clock and plays the store. */
final class Bench {
  static final Duration HORIZON = Duration.ofSeconds(60);

  /** What the engine told the world, in order. */
  final List<String> told = new ArrayList<>();

  final List<Problem> warnings = new ArrayList<>();
  private final Outbox outbox =
      new Outbox(
          e -> {
            throw new AssertionError(e);
          });
  private final Engine engine;
  private long now;

  Bench(ApplyOptions options) {
    ApplyListener listener =
        new ApplyListener() {
          @Override
          public void warned(Problem problem) {
            warnings.add(problem);
          }
        };
    this.engine =
        new Engine(
            options,
            listener,
            new SplittableRandom(1),
            outbox,
            problem -> told.add("failed: " + problem.code()));
  }

  Bench() {
    this(ApplyOptions.defaults());
  }

  Engine engine() {
    return engine;
  }

  ApplyState state() {
    return engine.state(now);
  }

  /** Submits writes under a name; returns how many there was room for. */
  int submit(String name, ItemWrite... writes) {
    Submission submission = engine.begin(List.of(writes), named(name));
    int taken = 0;
    while (taken < writes.length && engine.offer(writes[taken], submission)) {
      taken++;
    }
    outbox.deliver();
    return taken;
  }

  private Acknowledgement named(String name) {
    return new Acknowledgement() {
      @Override
      public void acknowledged() {
        told.add(name + " acknowledged");
      }

      @Override
      public void settled() {
        told.add(name + " settled");
      }
    };
  }

  /** Everything that the engine wants to have done now. */
  List<Request> sendAll() {
    List<Request> requests = new ArrayList<>();
    engine.advance(now);
    Optional<Request> next = engine.poll(now);
    while (next.isPresent()) {
      requests.add(next.get());
      next = engine.poll(now);
    }
    return requests;
  }

  /** The one conditional write that the engine wants to have done now. */
  Request.Single sendOne() {
    List<Request> requests = sendAll();
    if (requests.size() != 1) {
      throw new AssertionError("not one request: " + requests);
    }
    return (Request.Single) requests.get(0);
  }

  /** Has the engine send one write, which becomes of it; returns the write as it was sent. */
  ItemWrite sendOne(WriteOutcome outcome) {
    Request.Single request = sendOne();
    complete(request, outcome);
    return request.write();
  }

  void complete(Request.Single request, WriteOutcome outcome) {
    engine.complete(request, outcome, now);
    outbox.deliver();
  }

  void complete(Request.Batch request, List<WriteOutcome> outcomes) {
    engine.complete(request, outcomes, now);
    outbox.deliver();
  }

  void complete(Request.SetAside request, boolean kept) {
    engine.complete(request, kept, now);
    outbox.deliver();
  }

  /** Wants a key to be held. */
  KeyHold hold(String key) {
    KeyHold hold = new KeyHold(Writes.key(key), this::release);
    engine.hold(hold, now);
    outbox.deliver();
    return hold;
  }

  void release(KeyHold hold, boolean inDoubt) {
    engine.release(hold, inDoubt, now);
    outbox.deliver();
  }

  /** Whether the hold is granted by now. */
  CompletableFuture<KeyHold> deliver(KeyHold hold) {
    engine.advance(now);
    outbox.deliver();
    return hold.granted();
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  /** Lets time pass until the engine wants something; returns how much that was. */
  Duration passToNextAlarm() {
    long rest = Math.max(0, engine.nextAlarm() - now);
    now += rest;
    return Duration.ofNanos(rest);
  }

  static WriteOutcome applied() {
    return new WriteOutcome.Applied(1);
  }

  static WriteOutcome inDoubt() {
    return new WriteOutcome.InDoubt("time-out");
  }

  static WriteOutcome superseded(int version) {
    return new WriteOutcome.Superseded(Writes.version(version).toDecimal(), 1);
  }

  static WriteOutcome nothingThere() {
    return new WriteOutcome.Superseded(null, 1);
  }

  static WriteOutcome throttled(WriteOutcome.Scope scope, String resource) {
    return new WriteOutcome.Throttled(scope, resource, "test");
  }
}
