package dev.lockstep.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/**
 * A text that must not be seen: it prints as {@code ***} wherever it is printed, as JSON too. Only
 * {@link #reveal} gives it away.
 */
public final class Secret {
  private static final String MASK = "***";

  private final String text;

  /** Keeps a text secret. */
  public Secret(String text) {
    this.text = Objects.requireNonNull(text);
  }

  /** The text itself: for the call that needs it, never for a log, a message or a field. */
  public String reveal() {
    return text;
  }

  /** Whether there is nothing to hide. */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  @JsonValue
  public String toString() {
    return MASK;
  }
}
