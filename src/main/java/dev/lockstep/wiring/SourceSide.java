package dev.lockstep.wiring;

import dev.lockstep.change.SourceTable;
import dev.lockstep.change.TableId;
import dev.lockstep.config.Config;
import dev.lockstep.config.ConfigLoader;
import dev.lockstep.mapping.MappingCompiler;
import dev.lockstep.mapping.MappingDefinition;
import dev.lockstep.mapping.MappingParser;
import dev.lockstep.mapping.MappingPlan;
import dev.lockstep.source.ChangeSource;
import dev.lockstep.source.SourceCatalog;
import java.util.Map;

/**
 * The source of a configuration and the mapping over its tables.
 *
 * @param tables those of the mapping's tables that exist
 */
public record SourceSide(
    Config config,
    SourceCatalog catalog,
    MappingDefinition definition,
    Map<TableId, SourceTable> tables)
    implements AutoCloseable {

  /**
   * Connects to the source and reads the mapping.
   *
   * @throws dev.lockstep.problem.LockstepException if either cannot be done
   */
  public static SourceSide open(Config config) {
    MappingDefinition definition =
        MappingParser.parse(
            config.mapping(), ConfigLoader.interpolation(System.getenv(), config.mapping()));
    SourceCatalog catalog = Wiring.catalog(config);
    try {
      return new SourceSide(config, catalog, definition, definition.describe(catalog::describe));
    } catch (RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  /**
   * Compiles the mapping.
   *
   * @throws dev.lockstep.problem.LockstepException with all that is wrong with it
   */
  public MappingPlan plan() {
    return MappingCompiler.compile(definition, tables, catalog.tables());
  }

  /** The same under another configuration of the same source. */
  public SourceSide with(Config other) {
    return new SourceSide(other, catalog, definition, tables);
  }

  /** The changes of what a plan reads. */
  public ChangeSource changes(MappingPlan plan) {
    return Wiring.changes(config, plan.needs());
  }

  @Override
  public void close() {
    catalog.close();
  }
}
