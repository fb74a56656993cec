package dev.lockstep.source.mysql;

/**
 * The end of a server's binary log.
 *
 * @param position where the next transaction will begin
 * @param gtids the transactions that were executed before, as the server writes a GTID set, without
 *     line breaks
 */
public record BinlogStatus(BinlogPosition position, String gtids) {}
