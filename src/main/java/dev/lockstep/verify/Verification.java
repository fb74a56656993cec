package dev.lockstep.verify;

import dev.lockstep.change.Version;
import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Tally.Count;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyProgress.Step;
import dev.lockstep.verify.VerifyReport.Outcome;
import dev.lockstep.verify.VerifyState.SegmentPlace;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One verification, step by step: compares the items of every root row, reads the keys of the
 * target, matches them with those that should be there, and looks again at what seemed to differ.
 * Runs on one thread; others may ask how far it is, and stop it.
 */
final class Verification {
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final double NANOS = 1e9;

  private final VerifyWorld world;
  private final Consumer<VerifyState> saver;
  private final String id;
  private final VerifyRequest request;
  private final String started;
  private final double earlierSeconds;
  private final long begun;
  private final List<ItemTypePlan> types;
  private final Tally tally;
  private final TargetReader target;
  private final AtomicLong sourceRows = new AtomicLong();
  private final double earlierUnits;
  private final Expectations expectations;
  private final RepairSide side;
  private final @Nullable Repairs repairs;
  private final Recheck recheck;
  private final Pace pace;
  private final @Nullable VerifyState resumed;
  private @Nullable KeySides sides;
  private volatile Step step;
  private volatile State state = State.RUNNING;
  private volatile long checking;
  private volatile @Nullable Problem error;
  private volatile boolean cancelled;
  private String position = "";
  private long savedAt;
  private @Nullable VerifyState lastSaved;

  /** Thrown where enough was found, or somebody stopped it. */
  private static final class Enough extends CancellationException {
    private static final long serialVersionUID = 1L;

    Enough(String reason) {
      super(reason);
    }
  }

  /**
   * @param from what to begin or go on with
   * @param side writes, if it is to be repaired
   * @param saver keeps the state now and then, and at an interruption
   */
  Verification(VerifyWorld world, RepairSide side, VerifyState from, Consumer<VerifyState> saver) {
    this.side = side;
    this.world = world;
    this.saver = saver;
    this.id = from.id();
    this.request = from.request();
    this.started = from.started();
    this.earlierSeconds = from.seconds();
    this.earlierUnits = from.readUnits();
    this.begun = world.clock().nanos();
    this.savedAt = begun;
    this.step = from.step();
    this.types = chosen(world, request);
    this.tally = new Tally(types, world.plan().tables(), world.limits().shownFindings());
    tally.restore(from.tally());
    sourceRows.set(from.sourceRows());
    VerifyLimits limits = world.limits();
    Budget units = new Budget(limits.readUnitsPerSecond(), world.clock());
    this.target = new TargetReader(world.target(), units, limits.parallelism());
    Budget rows = new Budget(limits.sourceRowsPerSecond(), world.clock());
    this.expectations = new Expectations(world, rows, sourceRows);
    RepairOrder order = request.repair();
    this.repairs = order == null ? null : new Repairs(world, side, order);
    this.recheck =
        new Recheck(
            world, types, expectations, target, tally, request.mode() != VerifyMode.FULL, repairs);
    from.suspects().forEach(recheck::add);
    this.pace = new Pace(world, types);
    this.resumed = from;
    this.position = from.position();
  }

  static List<ItemTypePlan> chosen(VerifyWorld world, VerifyRequest request) {
    return world.plan().itemTypes().stream()
        .filter(t -> request.itemTypes().isEmpty() || request.itemTypes().contains(t.name()))
        .toList();
  }

  String id() {
    return id;
  }

  /** Stops it at the next opportunity. */
  void cancel() {
    cancelled = true;
  }

  /** Runs to the end, or until there is a reason to stop; the report if there is one. */
  @Nullable VerifyReport run() throws InterruptedException {
    try (expectations) {
      begin();
      @Nullable String reason = null;
      try {
        steps();
      } catch (Enough e) {
        reason = e.getMessage();
      }
      if (cancelled) {
        save();
        state = State.CANCELLED;
        return null;
      }
      if (repairs != null) {
        repairs.ended();
      }
      return report(reason);
    } catch (LockstepException e) {
      error = e.problem();
      save();
      state = State.FAILED;
      return null;
    } catch (InterruptedException e) {
      save();
      state = State.CANCELLED;
      throw e;
    }
  }

  private void begin() throws InterruptedException {
    RepairOrder order = request.repair();
    if (order != null && !order.plan()) {
      side.refusal(order)
          .ifPresent(
              refusal -> {
                throw new LockstepException(refusal);
              });
    }
    if (position.isEmpty()) {
      position = world.catalog().currentVersion().toDecimal();
    }
    VerifyState from = resumed;
    if (from != null && isMatched()) {
      sides = KeySides.open(world, id, request.mode() == VerifyMode.COUNTS, from);
    }
    if (from != null) {
      VerifyState begun = from.at(position);
      lastSaved = begun;
      saver.accept(begun);
    }
  }

  /** Whether all keys of either side are matched. */
  private boolean isMatched() {
    return request.mode() == VerifyMode.FULL || request.mode() == VerifyMode.COUNTS;
  }

  private void steps() throws InterruptedException {
    if (step == Step.COMPARING) {
      compare();
      step = isMatched() ? Step.SCANNING : Step.CHECKING;
    }
    KeySides keys = sides;
    if (step == Step.SCANNING && keys != null) {
      scan(keys);
      step = Step.MATCHING;
    }
    if (step == Step.MATCHING && keys != null) {
      match(keys);
      step = Step.CHECKING;
    }
    settle();
    walkForUnsearchable();
    settle();
  }

  private void compare() throws InterruptedException {
    if (request.mode() == VerifyMode.KEYS) {
      String floor = position;
      for (ItemKey key : request.keys()) {
        recheck.add(new Suspect(key, null, null, floor, 0));
      }
      return;
    }
    KeySides keys = sides;
    Compare compare =
        new Compare(world, request, tally, target, recheck, keys == null ? null : keys.expected());
    if (request.mode() == VerifyMode.CHANGED) {
      ChangedItems changed = new ChangedItems(world, expectations, target, compare, recheck);
      changed.compare(position, this::lookIfFull);
      return;
    }
    Walk walk = new Walk(world, request, types, expectations, tally);
    walk.resume(resumed);
    walk.walk(
        (type, rows) -> {
          compare.take(expectations.of(type, rows));
          pace.compared(tally.total(Count.COMPARED));
        },
        atEnd -> {
          if (atEnd || isSaveDue() || recheck.isFull() || cancelled) {
            compare.finish();
            lookIfFull();
            saveIfDue(walk);
          }
          compare.mark();
        });
    compare.finish();
  }

  private void scan(KeySides keys) throws InterruptedException {
    Scan scan =
        new Scan(world, target, tally, types, !request.itemTypes().isEmpty(), keys.scanned());
    scan.resume(resumed == null ? List.of() : resumed.segments());
    scan.run(
        () -> {
          pace.scanned(tally.total(Count.SCANNED));
          checkpoint();
          if (isSaveDue()) {
            save(null, scan.places(), 0);
          }
        });
    save(null, scan.places(), 0);
  }

  private void match(KeySides keys) throws InterruptedException {
    KeyMatch match = new KeyMatch(keys.expected(), keys.scanned());
    keys.flush();
    int first = resumed == null || resumed.step() != Step.MATCHING ? 0 : resumed.partition();
    for (int partition = first; partition < keys.partitions(); partition++) {
      String floor = world.catalog().currentVersion().toDecimal();
      match.match(
          partition,
          key -> recheck.add(new Suspect(key, null, null, floor, 0)),
          key -> recheck.add(new Suspect(key, null, null, floor, 0)));
      while (recheck.isFull()) {
        look();
      }
      if (isSaveDue()) {
        save(null, List.of(), partition + 1);
      }
    }
  }

  private void settle() throws InterruptedException {
    while (!recheck.isIdle()) {
      look();
    }
  }

  /** What cannot be found by its key is looked for in the whole table, once. */
  private void walkForUnsearchable() throws InterruptedException {
    Unsearchable rest = new Unsearchable(recheck.takeUnsearchable());
    if (rest.isEmpty()) {
      return;
    }
    Version floor = world.catalog().currentVersion();
    for (ItemTypePlan type : world.plan().itemTypes()) {
      if (rest.concerns(type)) {
        Walk walk = new Walk(world, VerifyRequest.full(), List.of(type), expectations, null);
        walk.walk(
            (each, rows) -> rest.seen(expectations.of(each, rows), floor.toDecimal(), recheck::add),
            atEnd -> checkpoint());
      }
    }
    recheck.decideUnmade(rest.unmade(), floor);
  }

  private void lookIfFull() throws InterruptedException {
    while (recheck.isFull()) {
      look();
    }
    checkpoint();
  }

  private void look() throws InterruptedException {
    checking = recheck.size();
    recheck.look();
    checking = recheck.size();
    checkpoint();
  }

  /** Ends it here if there is a reason. */
  private void checkpoint() {
    if (cancelled) {
      throw new Enough("it was stopped");
    }
    long most =
        request.maxDifferences() == null
            ? world.limits().maxDifferences()
            : request.maxDifferences();
    if (most > 0 && tally.findings() >= most) {
      throw new Enough("it stopped after " + most + " differences");
    }
  }

  private boolean isSaveDue() {
    return world.clock().nanos() - savedAt > SAVE_NANOS;
  }

  private void saveIfDue(Walk walk) {
    if (isSaveDue() || cancelled) {
      save(walk, List.of(), 0);
      checkpoint();
    }
  }

  private void save(@Nullable Walk walk, List<SegmentPlace> segments, int partition) {
    KeySides keys = sides;
    VerifyState saved =
        new VerifyState(
            id,
            request,
            world.plan().hash(),
            started,
            seconds(),
            position,
            step,
            walk == null ? types.size() : walk.type(),
            walk == null ? null : walk.after(),
            keys == null ? List.of() : keys.expected().flush(),
            keys == null ? List.of() : keys.scanned().flush(),
            segments,
            partition,
            recheck.pending(),
            tally.save(),
            sourceRows.get(),
            readUnits());
    lastSaved = saved;
    saver.accept(saved);
    savedAt = world.clock().nanos();
  }

  /** At an interruption what was saved last is what counts; before that, there is nothing. */
  private void save() {
    VerifyState last = lastSaved;
    if (last != null) {
      saver.accept(last);
    }
  }

  /** Its report is kept. */
  void finished() {
    step = Step.ENDED;
    state = State.FINISHED;
  }

  /** Something broke that cannot be told better. */
  void failed(Problem problem) {
    error = problem;
    state = State.FAILED;
  }

  private double seconds() {
    return earlierSeconds + (world.clock().nanos() - begun) / NANOS;
  }

  long sourceRows() {
    return sourceRows.get();
  }

  double readUnits() {
    return earlierUnits + target.units();
  }

  VerifyProgress progress() {
    return new VerifyProgress(
        id,
        request.mode(),
        state,
        step,
        started,
        seconds(),
        tally.progress(pace.estimates()),
        tally.total(Count.SCANNED),
        isMatched() ? pace.scanEstimate(tally) : null,
        tally.findings(),
        tally.total(Count.UNCONFIRMED),
        checking,
        pace.itemsPerSecond(),
        state == State.RUNNING ? pace.etaSeconds(step, tally, isMatched()) : null,
        error);
  }

  private VerifyReport report(@Nullable String stopped) {
    long doubtful = tally.total(Count.UNCONFIRMED);
    Outcome outcome =
        tally.findings() > 0
            ? Outcome.DIFFERENT
            : stopped != null || doubtful > 0 ? Outcome.INCOMPLETE : Outcome.EQUAL;
    @Nullable String reason =
        stopped != null ? stopped : doubtful > 0 ? doubtful + " items could not be told" : null;
    return new VerifyReport(
        id,
        world.pipeline(),
        request.mode(),
        outcome,
        reason,
        started,
        world.clock().now().toString(),
        seconds(),
        position,
        request.consistent(),
        tally.types(),
        tally.tables(),
        sourceRows.get(),
        readUnits(),
        tally.save().findings(),
        tally.save().unconfirmed(),
        repairs == null ? null : repairs.result(tally.total(Count.UNMAPPABLE)));
  }

  /** The folder's files are of no use any more. */
  void clean() {
    KeySides.delete(world, id);
  }

  static List<TableSpec> tables(List<ItemTypePlan> types) {
    return types.stream().map(ItemTypePlan::table).distinct().toList();
  }
}
