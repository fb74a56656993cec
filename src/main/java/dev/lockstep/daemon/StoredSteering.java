package dev.lockstep.daemon;

import dev.lockstep.checkpoint.ControlStore;
import dev.lockstep.checkpoint.ControlStore.PipelineRecord;
import dev.lockstep.checkpoint.Desired;
import dev.lockstep.checkpoint.DesiredStore;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.checkpoint.Journal;
import dev.lockstep.config.Config;
import dev.lockstep.problem.LockstepException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steers a pipeline by its control table alone: the daemon that runs it, if there is one, reads
 * there what is wanted.
 */
final class StoredSteering implements Steering {
  /** Who did what the pipeline did by itself. */
  static final String ITSELF = "lockstep";

  private static final Logger log = LoggerFactory.getLogger(StoredSteering.class);

  private final Config config;
  private final ControlStore control;
  private final DesiredStore wishes;
  private final Journal journal;
  private final InstantSource clock;

  StoredSteering(Config config, ControlStore control, Documents documents, InstantSource clock) {
    this.config = config;
    this.control = control;
    this.wishes = new DesiredStore(documents, config.pipeline());
    this.journal =
        new Journal(documents, config.pipeline(), config.operating().journalEntries(), clock);
    this.clock = clock;
  }

  @Override
  public Desired desired() {
    return wishes.read();
  }

  @Override
  public Desired pause(String who, Pause order) {
    SteeringProblems.check(order);
    Optional<PipelineRecord> record = control.read(config.pipeline());
    if (record.filter(StoredSteering::isLoading).isPresent()) {
      throw new LockstepException(SteeringProblems.loading(config.pipeline()));
    }
    Instant now = clock.instant();
    Desired wanted = wishes.change(before -> before.with(paused(before.pause(), who, order, now)));
    Map<String, String> details = new LinkedHashMap<>();
    Desired.Pause pause = wanted.pause();
    if (pause != null && pause.until() != null) {
      details.put("until", pause.until().toString());
    }
    if (order.reason() != null) {
      details.put("reason", order.reason());
    }
    note(who, "pause", details);
    return wanted;
  }

  private static boolean isLoading(PipelineRecord record) {
    return record.owner() != null
        && record.checkpoint() == null
        && Phase.LOADING.label().equals(record.phase());
  }

  private static Desired.Pause paused(
      Desired.@Nullable Pause before, String who, Pause order, Instant now) {
    Instant until = order.maxDuration() == null ? null : now.plus(order.maxDuration());
    Instant since = before == null ? now : before.since();
    return new Desired.Pause(since, until, who, order.reason());
  }

  @Override
  public Desired resume(String who) {
    Desired wanted = wishes.change(before -> before.with((Desired.Pause) null));
    note(who, "resume", Map.of());
    return wanted;
  }

  /** A pause is over; does nothing if another one stands there by now. */
  Desired end(Desired.Pause over) {
    Desired wanted =
        wishes.change(
            before -> over.equals(before.pause()) ? before.with((Desired.Pause) null) : before);
    if (!wanted.isPaused()) {
      note(ITSELF, "resume", Map.of("because", "the pause's longest duration is over"));
    }
    return wanted;
  }

  @Override
  public Desired throttle(String who, Throttle order) {
    SteeringProblems.check(order, config.apply().limits().maxInFlight());
    Desired wanted = wishes.change(before -> before.with(throttled(before.throttle(), order)));
    Map<String, String> details = new LinkedHashMap<>();
    if (order.asConfigured()) {
      details.put("before", "as configured");
    }
    if (order.writeUnitsPerSecond() != null) {
      details.put("writeUnitsPerSecond", order.writeUnitsPerSecond().toString());
    }
    if (order.maxInFlight() != null) {
      details.put("maxInFlight", order.maxInFlight().toString());
    }
    note(who, "throttle", details);
    return wanted;
  }

  private static Desired.Throttle throttled(Desired.Throttle before, Throttle order) {
    Desired.Throttle base = order.asConfigured() ? Desired.Throttle.AS_CONFIGURED : before;
    Double units = order.writeUnitsPerSecond();
    Integer requests = order.maxInFlight();
    return new Desired.Throttle(
        units == null ? base.writeUnitsPerSecond() : units,
        requests == null ? base.maxInFlight() : requests);
  }

  /**
   * What was done is done: a journal that cannot be written to does not undo it, the log has it.
   */
  void note(String who, String what, Map<String, String> details) {
    log.info("{}: {} by {} {}", config.pipeline(), what, who, details);
    try {
      journal.add(who, what, details);
    } catch (LockstepException e) {
      log.warn("{}: the journal could not be written: {}", config.pipeline(), e.problem());
    }
  }

  @Override
  public List<Journal.Entry> journal(int most) {
    return journal.newest(most);
  }
}
