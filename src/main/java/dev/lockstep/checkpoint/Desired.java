package dev.lockstep.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What operators want of a pipeline, whichever daemon runs it, until they say otherwise.
 *
 * @param pause absent if it is to run
 * @param throttle how fast it may write
 */
public record Desired(@Nullable Pause pause, Throttle throttle) {
  /** To run, as the configuration says. */
  public static final Desired RUN = new Desired(null, Throttle.AS_CONFIGURED);

  /**
   * It is to stand still.
   *
   * @param since when it was ordered
   * @param until when it resumes by itself; absent if never
   * @param who ordered it
   * @param reason in the operator's words
   */
  public record Pause(
      Instant since, @Nullable Instant until, String who, @Nullable String reason) {}

  /**
   * How fast it may write; what is absent is as the configuration says.
   *
   * @param writeUnitsPerSecond over all tables and indexes; 0 is unlimited
   * @param maxInFlight requests under way at once
   */
  public record Throttle(@Nullable Double writeUnitsPerSecond, @Nullable Integer maxInFlight) {
    /** As the configuration says. */
    public static final Throttle AS_CONFIGURED = new Throttle(null, null);
  }

  /** Whether it is to stand still. */
  public boolean isPaused() {
    return pause != null;
  }

  /** The same with another pause, or none. */
  public Desired with(@Nullable Pause other) {
    return new Desired(other, throttle);
  }

  /** The same with another throttle. */
  public Desired with(Throttle other) {
    return new Desired(pause, other);
  }

  String toText() {
    Fields fields =
        Fields.none()
            .with("throttle.write-units", throttle.writeUnitsPerSecond())
            .with("throttle.in-flight", throttle.maxInFlight());
    if (pause != null) {
      fields
          .with("pause.since", pause.since())
          .with("pause.until", pause.until())
          .with("pause.who", pause.who())
          .with("pause.reason", pause.reason());
    }
    return fields.toText();
  }

  static Desired parse(String text) {
    Fields fields = Fields.parse(text);
    String units = fields.get("throttle.write-units");
    String requests = fields.get("throttle.in-flight");
    return new Desired(
        pause(fields),
        new Throttle(
            units == null ? null : Double.valueOf(units),
            requests == null ? null : Integer.valueOf(requests)));
  }

  private static @Nullable Pause pause(Fields fields) {
    String since = fields.get("pause.since");
    String until = fields.get("pause.until");
    return since == null
        ? null
        : new Pause(
            Instant.parse(since),
            until == null ? null : Instant.parse(until),
            fields.get("pause.who", ""),
            fields.get("pause.reason"));
  }
}
