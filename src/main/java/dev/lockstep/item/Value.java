package dev.lockstep.item;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A DynamoDB attribute value. Immutable, with value equality. */
public sealed interface Value {

  /** {@code S}. */
  record Text(String text) implements Value {}

  /**
   * {@code N}.
   *
   * @param digits a decimal number as DynamoDB shows it: no exponent, no trailing zeros after the
   *     point, no leading zeros, no {@code -0}, so that equal numbers are equal values; made by
   *     {@link Numbers#exact}
   */
  record Num(String digits) implements Value {}

  /** {@code B}: read-only, position 0. */
  record Binary(ByteBuffer bytes) implements Value {

    /** The bytes in Base64, as JSON shows them. */
    public String base64() {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return Base64.getEncoder().encodeToString(copy);
    }
  }

  /** {@code BOOL}. */
  record Bool(boolean value) implements Value {}

  /** {@code NULL}. */
  record Null() implements Value {}

  /** {@code L}. */
  record ListOf(List<Value> values) implements Value {}

  /** {@code M}. */
  record MapOf(Map<String, Value> values) implements Value {}

  /** {@code SS}: not empty. */
  record TextSet(Set<String> values) implements Value {}

  /** {@code NS}: not empty, each as in {@link Num}. */
  record NumSet(Set<String> values) implements Value {}
}
