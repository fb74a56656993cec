package dev.lockstep.inspect;

import dev.lockstep.draft.Style;
import java.util.List;

/**
 * What to draft.
 *
 * @param style how items are laid out
 * @param schemas the schemas whose tables are mapped
 * @param overwrite whether a mapping that is there may be replaced
 * @param write whether to write the file at all, and to check it
 */
public record DraftRequest(Style style, List<String> schemas, boolean overwrite, boolean write) {}
