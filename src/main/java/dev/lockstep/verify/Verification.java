package dev.lockstep.verify;

import dev.lockstep.item.ItemKey;
import dev.lockstep.item.TableSpec;
import dev.lockstep.mapping.ItemTypePlan;
import dev.lockstep.problem.LockstepException;
import dev.lockstep.problem.Problem;
import dev.lockstep.verify.Tally.Count;
import dev.lockstep.verify.VerifyProgress.State;
import dev.lockstep.verify.VerifyProgress.Step;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One verification, step by step: compares the items of every root row, reads the keys of the
 * target, matches them with those that should be there, and looks again at what seemed to differ.
 * Runs on one thread; others may ask how far it is, and stop it.
 */
final class Verification {
  private final VerifyWorld world;
  private final String id;
  private final VerifyRequest request;
  private final List<ItemTypePlan> types;
  private final Tally tally;
  private final TargetReader target;
  private final Expectations expectations;
  private final RepairSide side;
  private final @Nullable Repairs repairs;
  private final Recheck recheck;
  private final Account account;
  private final Saving saving;
  private final VerifyState resumed;
  private @Nullable KeySides sides;
  private volatile boolean cancelled;

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
    this.id = from.id();
    this.request = from.request();
    this.resumed = from;
    this.types = chosen(world, request);
    VerifyLimits limits = world.limits();
    this.tally = new Tally(types, world.plan().tables(), limits.shownFindings());
    tally.restore(from.tally());
    Budget units = new Budget(limits.readUnitsPerSecond(), world.clock());
    this.target = new TargetReader(world.target(), units, limits.parallelism());
    this.account = new Account(world, from, types, tally, target);
    Budget rows = new Budget(limits.sourceRowsPerSecond(), world.clock());
    this.expectations = new Expectations(world, rows, account.sourceRows());
    RepairOrder order = request.repair();
    this.repairs = order == null ? null : new Repairs(world, side, order);
    this.recheck =
        new Recheck(
            world, types, expectations, target, tally, request.mode() != VerifyMode.FULL, repairs);
    from.suspects().forEach(recheck::add);
    this.saving = new Saving(world, saver, from, account, tally, recheck, types.size());
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
        saving.again();
        account.ended(State.CANCELLED);
        return null;
      }
      if (repairs != null) {
        repairs.ended();
      }
      return account.report(reason, repairs);
    } catch (LockstepException e) {
      saving.again();
      account.failed(e.problem());
      return null;
    } catch (InterruptedException e) {
      saving.again();
      account.ended(State.CANCELLED);
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
    if (account.position().isEmpty()) {
      account.beganAt(world.catalog().currentVersion().toDecimal());
    }
    if (request.mode().matchesKeys()) {
      sides = KeySides.open(world, id, request.mode() == VerifyMode.COUNTS, resumed);
    }
    saving.begin(sides);
  }

  private void steps() throws InterruptedException {
    if (account.step() == Step.COMPARING) {
      compare();
      account.isAt(request.mode().matchesKeys() ? Step.SCANNING : Step.CHECKING);
    }
    KeySides keys = sides;
    if (account.step() == Step.SCANNING && keys != null) {
      scan(keys);
      account.isAt(Step.MATCHING);
    }
    if (account.step() == Step.MATCHING && keys != null) {
      match(keys);
      account.isAt(Step.CHECKING);
    }
    settle();
    new Unsearchable(recheck.takeUnsearchable())
        .seek(world, expectations, recheck, atEnd -> checkpoint());
    settle();
  }

  private void compare() throws InterruptedException {
    if (request.mode() == VerifyMode.KEYS) {
      for (ItemKey key : request.keys()) {
        recheck.add(Suspect.unknown(key, account.position()));
      }
      return;
    }
    KeySides keys = sides;
    Compare compare =
        new Compare(world, request, tally, target, recheck, keys == null ? null : keys.expected());
    if (request.mode() == VerifyMode.CHANGED) {
      ChangedItems changed = new ChangedItems(world, expectations, target, compare, recheck);
      changed.compare(account.position(), this::lookIfFull);
      return;
    }
    Walk walk = new Walk(world, request, types, expectations, tally);
    walk.resume(resumed);
    walk.walk(
        made -> {
          compare.take(made);
          account.pace().compared(tally.total(Count.COMPARED));
        },
        atEnd -> {
          if (atEnd || saving.isDue() || recheck.isFull() || cancelled) {
            compare.finish();
            lookIfFull();
            saveIfDue(walk);
          }
          compare.mark();
        });
    compare.finish();
  }

  private void saveIfDue(Walk walk) {
    if (saving.isDue() || cancelled) {
      saving.at(walk);
      checkpoint();
    }
  }

  private void scan(KeySides keys) throws InterruptedException {
    Scan scan =
        new Scan(world, target, tally, types, !request.itemTypes().isEmpty(), keys.scanned());
    scan.resume(resumed.segments());
    scan.run(
        () -> {
          account.pace().scanned(tally.total(Count.SCANNED));
          checkpoint();
          if (saving.isDue()) {
            saving.at(scan.places());
          }
        });
    saving.at(scan.places());
  }

  private void match(KeySides keys) throws InterruptedException {
    KeyMatch match = new KeyMatch(keys.expected(), keys.scanned());
    keys.flush();
    int first = resumed.step() == Step.MATCHING ? resumed.partition() : 0;
    for (int partition = first; partition < keys.partitions(); partition++) {
      String floor = world.catalog().currentVersion().toDecimal();
      match.match(
          partition,
          key -> recheck.add(Suspect.unknown(key, floor)),
          key -> recheck.add(Suspect.unknown(key, floor)));
      while (recheck.isFull()) {
        look();
      }
      if (saving.isDue()) {
        saving.at(partition + 1);
      }
    }
  }

  private void settle() throws InterruptedException {
    while (!recheck.isIdle()) {
      look();
    }
  }

  private void lookIfFull() throws InterruptedException {
    while (recheck.isFull()) {
      look();
    }
    checkpoint();
  }

  private void look() throws InterruptedException {
    account.isChecking(recheck.size());
    recheck.look();
    account.isChecking(recheck.size());
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

  /** Its report is kept. */
  void finished() {
    account.finished();
  }

  /** Something broke that cannot be told better. */
  void failed(Problem problem) {
    account.failed(problem);
  }

  long sourceRows() {
    return account.sourceRows().get();
  }

  double readUnits() {
    return account.readUnits();
  }

  VerifyProgress progress() {
    return account.progress();
  }

  /** The folder's files are of no use any more. */
  void clean() {
    KeySides.delete(world, id);
  }

  static List<TableSpec> tables(List<ItemTypePlan> types) {
    return types.stream().map(ItemTypePlan::table).distinct().toList();
  }
}
