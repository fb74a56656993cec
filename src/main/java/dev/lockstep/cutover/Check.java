package dev.lockstep.cutover;

/**
 * One thing that is looked at before a cutover.
 *
 * @param name what
 * @param good whether it is as it must be
 * @param found how it is
 * @param remedy what to do about it; empty if it is good
 */
public record Check(String name, boolean good, String found, String remedy) {

  /** It is as it must be. */
  public static Check good(String name, String found) {
    return new Check(name, true, found, "");
  }

  /** It is not. */
  public static Check bad(String name, String found, String remedy) {
    return new Check(name, false, found, remedy);
  }
}
