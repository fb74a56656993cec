/**
 * PostgreSQL by plain SQL: what its tables are, whether it is fit for a pipeline, its slot and
 * publication, a reading of rows, and the one way in which its values are held, whether they come
 * from here or from the change stream. Options flow in; tables, rows, problems and log positions
 * flow out.
 */
@NullMarked
package dev.lockstep.source.postgres;

import org.jspecify.annotations.NullMarked;
