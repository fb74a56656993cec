package dev.lockstep.change;

/**
 * Stands in a row for a value that the source did not send: an unchanged TOASTed value, or a column
 * outside the replica identity in a before image. It is not NULL: it says nothing about the value.
 */
public enum Unavailable {
  /** The only instance. */
  UNAVAILABLE
}
