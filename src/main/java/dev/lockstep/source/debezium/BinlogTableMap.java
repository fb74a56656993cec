package dev.lockstep.source.debezium;

/**
 * The log's description of a table, ahead of its rows. Behind the columns come notes on them, which
 * nobody needs: shapes come from the history. The library that reads the log counts {@code YEAR}
 * among the numbers of which the notes tell whether they have a sign, and MySQL 8.0 does not; with
 * a multiple of eight other numbers beside it, it reads beyond the end.
 */
final class BinlogTableMap {
  private static final int ID_AND_FLAGS = 8;

  private BinlogTableMap() {}

  /** Where the columns end and the notes begin. */
  static int endOfColumns(byte[] event) {
    int database = ID_AND_FLAGS;
    int table = endOfName(event, database);
    int count = endOfName(event, table);
    int columns = packed(event, count);
    int sizeOfTypes = count + packedBytes(event, count) + columns;
    int typeNotes = packed(event, sizeOfTypes);
    return sizeOfTypes + packedBytes(event, sizeOfTypes) + typeNotes + (columns + 7) / 8;
  }

  /** A name has its length before it and a zero behind it. */
  private static int endOfName(byte[] event, int at) {
    return at + 1 + (event[at] & 0xff) + 1;
  }

  /** A number below 251 is in one byte, else in the two or three bytes behind that one. */
  private static int packed(byte[] event, int at) {
    int number = 0;
    for (int i = packedBytes(event, at) - 1; i > 0; i--) {
      number = (number << 8) | (event[at + i] & 0xff);
    }
    return packedBytes(event, at) == 1 ? event[at] & 0xff : number;
  }

  private static int packedBytes(byte[] event, int at) {
    return switch (event[at] & 0xff) {
      case 252 -> 3;
      case 253 -> 4;
      default -> 1;
    };
  }
}
