package dev.lockstep.rowstore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteSink} wrote. Not thread-safe. */
final class ByteSource {
  private final byte[] bytes;
  private int at;

  ByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return at == bytes.length;
  }

  int take() {
    return bytes[at++] & 0xFF;
  }

  int takeInt() {
    return (int) takeBigEndian(Integer.BYTES);
  }

  long takeLong() {
    return takeBigEndian(Long.BYTES);
  }

  long takeBigEndian(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | take();
    }
    return value;
  }

  long takeVarint() {
    long value = 0;
    int shift = 0;
    int part;
    do {
      part = take();
      value |= (part & 0x7FL) << shift;
      shift += 7;
    } while (part >= 0x80);
    return value;
  }

  int takeCount() {
    return (int) takeVarint();
  }

  long takeZigzag() {
    long value = takeVarint();
    return value >>> 1 ^ -(value & 1);
  }

  byte[] takeBlock() {
    int length = takeCount();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String takeText() {
    int length = takeCount();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }
}
