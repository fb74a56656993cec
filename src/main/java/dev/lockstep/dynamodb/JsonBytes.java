package dev.lockstep.dynamodb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON under construction, as UTF-8 bytes. Writes what it is told; the caller keeps the grammar.
 */
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_OF_ONE_CHAR = 6;

  private byte[] bytes;
  private int length;

  JsonBytes(int expected) {
    bytes = new byte[expected];
  }

  /** What was written so far, in an array of exactly its length. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** What was written so far, without a copy: write no more while it is in use. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** ASCII that is JSON already. */
  JsonBytes raw(String ascii) {
    int size = ascii.length();
    room(size);
    for (int i = 0; i < size; i++) {
      bytes[length + i] = (byte) ascii.charAt(i);
    }
    length += size;
    return this;
  }

  /** Bytes that are JSON already. */
  JsonBytes raw(byte[] json) {
    room(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** One ASCII character that is JSON already. */
  JsonBytes raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** A string with its quotes. */
  JsonBytes text(String text) {
    room(text.length() + 2);
    bytes[length++] = '"';
    int plain = plainPrefix(text);
    for (int i = plain; i < text.length(); i++) {
      i += escaped(text, i);
    }
    return raw('"');
  }

  /** Copies the leading characters that stand for themselves; most texts are nothing else. */
  private int plainPrefix(String text) {
    byte[] to = bytes;
    int at = length;
    int i = 0;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        break;
      }
      to[at++] = (byte) c;
    }
    length = at;
    return i;
  }

  /** Writes the character at a place; returns how many more characters it used up. */
  private int escaped(String text, int i) {
    room(LONGEST_OF_ONE_CHAR + text.length() - i);
    char c = text.charAt(i);
    if (c == '"' || c == '\\') {
      bytes[length++] = '\\';
      bytes[length++] = (byte) c;
    } else if (c < ' ' || c == 0x7f) {
      unicodeEscape(c);
    } else if (c < 0x80) {
      bytes[length++] = (byte) c;
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xc0 | (c >> 6));
      bytes[length++] = continuation(c);
    } else if (!Character.isSurrogate(c)) {
      threeBytes(c);
    } else {
      return surrogate(text, i);
    }
    return 0;
  }

  private int surrogate(String text, int i) {
    int point = text.codePointAt(i);
    if (!Character.isSupplementaryCodePoint(point)) {
      // Half a pair has no UTF-8; escaped it reaches DynamoDB, which refuses it by name.
      unicodeEscape(text.charAt(i));
      return 0;
    }
    bytes[length++] = (byte) (0xf0 | (point >> 18));
    bytes[length++] = continuation(point >> 12);
    bytes[length++] = continuation(point >> 6);
    bytes[length++] = continuation(point);
    return 1;
  }

  private void threeBytes(char c) {
    bytes[length++] = (byte) (0xe0 | (c >> 12));
    bytes[length++] = continuation(c >> 6);
    bytes[length++] = continuation(c);
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }

  private void unicodeEscape(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(c >> shift) & 0xf];
    }
  }

  /** Binary as a Base64 string with its quotes. */
  JsonBytes base64(ByteBuffer binary) {
    ByteBuffer encoded = Base64.getEncoder().encode(binary.duplicate());
    raw('"');
    room(encoded.remaining());
    int size = encoded.remaining();
    encoded.get(bytes, length, size);
    length += size;
    return raw('"');
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
