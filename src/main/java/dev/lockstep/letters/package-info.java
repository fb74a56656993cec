/**
 * What could neither be mapped nor written, kept durably with its reason until it is made good: the
 * dead letters of a pipeline. Bad rows of the mapper and refused writes of the applier flow in
 * before they are acknowledged; what an operator lists, replays or drops flows out. A later good
 * state of the same row closes a letter by itself. {@code LetterBook} decides, without I/O.
 */
@NullMarked
package dev.lockstep.letters;

import org.jspecify.annotations.NullMarked;
