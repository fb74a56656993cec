package dev.lockstep.rowstore;

import java.util.Arrays;

/**
 * The values of {@link Space#HISTORY}: whether what stood under the key was visible then (a row
 * that a truncation hides may be there still), and the bytes that stood there, none if the key was
 * new.
 */
final class HistoryCodec {
  private static final byte HIDDEN = 0;
  private static final byte VISIBLE = 1;

  private HistoryCodec() {}

  static byte[] encode(byte[] image, boolean visible) {
    byte[] bytes = new byte[image.length + 1];
    bytes[0] = visible ? VISIBLE : HIDDEN;
    System.arraycopy(image, 0, bytes, 1, image.length);
    return bytes;
  }

  static boolean wasVisible(byte[] bytes) {
    return bytes[0] == VISIBLE;
  }

  static byte[] image(byte[] bytes) {
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }
}
