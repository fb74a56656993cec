package dev.lockstep.mapping;

import java.util.List;

/**
 * How a row references another: its foreign key, declared in the source or not.
 *
 * @param by columns of the referencing row: the embedded row, or the row that looks up; at least
 *     one
 * @param to the columns of the referenced row that they equal, in the same order; empty for its row
 *     key
 */
record Reference(List<Named> by, List<Named> to) {}
