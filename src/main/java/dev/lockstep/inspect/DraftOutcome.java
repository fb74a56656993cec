package dev.lockstep.inspect;

import dev.lockstep.draft.Draft;
import java.nio.file.Path;

/**
 * What came of a draft.
 *
 * @param file where the mapping is, or would be
 * @param draft the mapping and what became of each table
 * @param findings what a check says of source and mapping; no parts if nothing was written
 */
public record DraftOutcome(Path file, Draft draft, Findings findings) {}
