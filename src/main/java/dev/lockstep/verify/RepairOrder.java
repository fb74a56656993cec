package dev.lockstep.verify;

/**
 * That what a verification finds is to be set right.
 *
 * @param plan whether it is only to be said what would be done; nothing is written then
 * @param deleteExtra whether items that no row makes are removed; they stay otherwise
 */
public record RepairOrder(boolean plan, boolean deleteExtra) {}
