package dev.lockstep.mapping;

import org.jspecify.annotations.Nullable;

/** What a mapping says of the rows of one table at one place, bound to one shape of them. */
interface BoundRow {

  /** What shows. */
  BoundContent content();

  /** Which rows count; absent for all. */
  @Nullable Where where();
}
