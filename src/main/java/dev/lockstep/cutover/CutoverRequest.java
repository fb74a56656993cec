package dev.lockstep.cutover;

/**
 * What an operator asks for.
 *
 * @param by who
 * @param verify how much is compared
 * @param sourceIsFenced whether the source is read-only already, so that no hook is asked
 * @param timeoutMillis how long the source may be read-only before all is taken back
 */
public record CutoverRequest(
    String by, VerifyScope verify, boolean sourceIsFenced, long timeoutMillis) {}
