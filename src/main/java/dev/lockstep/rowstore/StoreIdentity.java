package dev.lockstep.rowstore;

/**
 * Whose rows a store holds. A store whose identity differs from the daemon's must not be used as it
 * is.
 *
 * @param pipeline the name of the pipeline
 * @param source what the source calls itself (PostgreSQL: system identifier and database)
 * @param planHash identifies the compiled mapping
 */
public record StoreIdentity(String pipeline, String source, String planHash) {

  /** Whether the rows are those of the same pipeline over the same source, whatever its mapping. */
  public boolean isOfSamePipeline(StoreIdentity other) {
    return pipeline.equals(other.pipeline) && source.equals(other.source);
  }
}
