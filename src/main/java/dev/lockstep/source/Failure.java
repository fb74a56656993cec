package dev.lockstep.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What reading from a source failed with, and what led to it.
 *
 * @param causes the failure itself, its cause, and so on
 */
public record Failure(List<Throwable> causes) {
  private static final int MOST_CAUSES = 20;

  /** Copies the causes. */
  public Failure {
    causes = List.copyOf(causes);
  }

  /** A failure with its causes, as far as there are not endlessly many. */
  public static Failure of(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    Throwable cause = failure;
    while (cause != null && causes.size() < MOST_CAUSES) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return new Failure(causes);
  }

  /** The outermost cause of a kind. */
  public <T> Optional<T> first(Class<T> kind) {
    return causes.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Whether a connection broke. */
  public boolean isNetwork() {
    return first(IOException.class).isPresent();
  }

  /** What the innermost cause says. */
  public String text() {
    return text(causes.get(causes.size() - 1));
  }

  /** The first line of what an exception says: what follows may show data. */
  public static String text(Throwable e) {
    String message = e.getMessage();
    String first =
        message == null || message.isBlank()
            ? e.getClass().getSimpleName()
            : message.strip().lines().findFirst().orElse("");
    return first.toLowerCase(Locale.ROOT).startsWith("error: ") ? first.substring(7) : first;
  }
}
