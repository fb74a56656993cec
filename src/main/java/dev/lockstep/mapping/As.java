package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.yaml.Section;

/** What a column's value becomes in an item. */
enum As {
  /** S: the value's text form. */
  TEXT,
  /** N: exactly, or not at all. */
  NUMBER,
  /** BOOL. */
  BOOLEAN,
  /** B. */
  BINARY,
  /** Maps, lists and scalars of the JSON that the value holds. */
  JSON,
  /** L of the elements, each as its type becomes by default. */
  LIST,
  /** M of texts. */
  MAP,
  /** SS of the elements' text forms. */
  STRING_SET,
  /** NS of the elements. */
  NUMBER_SET,
  /** N: whole seconds since 1970-01-01T00:00Z, rounded down. */
  EPOCH_SECONDS,
  /** N: whole milliseconds since 1970-01-01T00:00Z, rounded down. */
  EPOCH_MILLIS,
  /** N: microseconds since 1970-01-01T00:00Z. */
  EPOCH_MICROS;

  /** What a value becomes when the mapping says nothing. */
  static As byDefault(ColumnType.Kind kind) {
    return switch (kind) {
      case BOOLEAN -> BOOLEAN;
      case INTEGER, DECIMAL, FLOAT -> NUMBER;
      case BYTES -> BINARY;
      case JSON -> JSON;
      case ARRAY -> LIST;
      case SET -> STRING_SET;
      case MAP -> MAP;
      case TEXT, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL, UUID, ENUM, BITS, UNSUPPORTED ->
          TEXT;
    };
  }

  /** The word for it in a mapping. */
  String word() {
    return Section.wordOf(this);
  }
}
