/**
 * Drafts a first pipeline for a source: from the structure of its tables and how their rows spread
 * over each other (both by {@code source}) it makes the text of a mapping that compiles, with
 * comments that say why each table became what it became; and the text of a first configuration.
 * Pure: the same structures give the same text.
 */
@NullMarked
package dev.lockstep.draft;

import org.jspecify.annotations.NullMarked;
