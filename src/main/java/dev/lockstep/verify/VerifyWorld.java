package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads;
import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.change.Version;
import dev.lockstep.checkpoint.Documents;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.source.SourceCatalog;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the verifications of a pipeline work with.
 *
 * @param pipeline its name
 * @param plan makes the items that should be there
 * @param tables the source's tables, all that the plan reads
 * @param catalog of the source; used by the verification alone, or thread-safe
 * @param target the items that are there
 * @param applied how far the target follows the source
 * @param loaded says the version that the load gave every item; empty if it is not known
 * @param documents where state and reports are kept
 * @param folder for the files of a verification; made when they are needed
 * @param limits the bounds
 * @param masks which values are never shown
 * @param clock what time it is
 */
public record VerifyWorld(
    String pipeline,
    MappingPlan plan,
    Map<TableId, SourceTable> tables,
    SourceCatalog catalog,
    ItemReads target,
    Applied applied,
    Supplier<Optional<Version>> loaded,
    Documents documents,
    Path folder,
    VerifyLimits limits,
    Masks masks,
    VerifyClock clock) {}
