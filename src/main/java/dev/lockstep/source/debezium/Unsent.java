package dev.lockstep.source.debezium;

import dev.lockstep.change.Unavailable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a value that the source did not send, on its way through Connect's schemas: one
 * object for each Java class that they allow, known by identity, so that no real value is ever
 * mistaken for it. Records are never serialised, so identity holds.
 */
final class Unsent {
  static final String TEXT = new String(new char[] {'?'});
  static final ByteBuffer BYTES = ByteBuffer.allocate(0);
  static final BigDecimal DECIMAL = new BigDecimal("0.0");
  static final Map<String, String> MAP = Collections.unmodifiableMap(new LinkedHashMap<>());

  private Unsent() {}

  static boolean is(@Nullable Object value) {
    return value == TEXT || value == BYTES || value == DECIMAL || value == MAP;
  }

  /** The value, or {@link Unavailable} for what stands for it. */
  static @Nullable Object read(@Nullable Object value) {
    return is(value) ? Unavailable.UNAVAILABLE : value;
  }
}
