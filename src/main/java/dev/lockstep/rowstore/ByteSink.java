package dev.lockstep.rowstore;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A byte array that grows. Not thread-safe. */
final class ByteSink {
  private byte[] bytes = new byte[128];
  private int size;

  ByteSink put(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteSink putInt(int value) {
    return putBigEndian(Integer.toUnsignedLong(value), Integer.BYTES);
  }

  ByteSink putLong(long value) {
    return putBigEndian(value, Long.BYTES);
  }

  /** The low bytes of a number, most significant first. */
  ByteSink putBigEndian(long value, int count) {
    reserve(count);
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  ByteSink putBytes(byte[] source) {
    reserve(source.length);
    System.arraycopy(source, 0, bytes, size, source.length);
    size += source.length;
    return this;
  }

  /** Seven bits a byte, least significant first; small unsigned numbers are short. */
  ByteSink putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** A varint for which small negative numbers are short too. */
  ByteSink putZigzag(long value) {
    return putVarint(value << 1 ^ value >> 63);
  }

  /** Length, then content. */
  ByteSink putBlock(byte[] block) {
    return putVarint(block.length).putBytes(block);
  }

  ByteSink putText(String text) {
    return putBlock(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
