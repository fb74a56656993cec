/**
 * Items are a pure function of the source's rows. Random schemas, random mappings over them and
 * random transactions go through parser, compiler, netting, row store and mapper, with crashes,
 * replays and parts; what is then in the target must be what an evaluator of plain loops, which
 * shares nothing with them, makes of the rows. A failure prints its seed and the shortest life that
 * shows it.
 */
@NullMarked
package dev.lockstep.oracle;

import org.jspecify.annotations.NullMarked;
