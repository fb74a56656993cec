package dev.lockstep.change;

import org.jspecify.annotations.Nullable;

/**
 * What a transaction did, in the end, to one row key: the state that stood there before, and the
 * state that stands there after. A key change shows as two row changes, one for each key.
 *
 * @param key the row key
 * @param before what is known of the state before the transaction, {@link Unavailable} where
 *     nothing is; absent when there was none, or an update told nothing of it
 * @param after the state that the transaction left; absent when no row has this key any more
 * @param movedFrom the key under which the row of {@code after} stood before the transaction, when
 *     it came from another key; {@link Unavailable} values of {@code after} are those of that row
 * @param inserted whether the row of {@code after} is new in this transaction, so nothing stood at
 *     {@code key} before unless {@code before} says so
 */
public record RowChange(
    RowKey key,
    @Nullable Row before,
    @Nullable Row after,
    @Nullable RowKey movedFrom,
    boolean inserted) {}
