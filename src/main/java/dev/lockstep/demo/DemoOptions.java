package dev.lockstep.demo;

/**
 * How large the demo is.
 *
 * @param source which database the shop is in
 * @param seed decides the shop's rows and its workload
 * @param rows that the shop starts with, about; at least 20 are made
 * @param changes that the workload makes, at least
 * @param keep whether all goes on running, with a light workload, until interrupted
 */
public record DemoOptions(DemoSource source, long seed, int rows, int changes, boolean keep) {}
