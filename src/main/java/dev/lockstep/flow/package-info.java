/**
 * From transactions to item writes: takes what the source delivers, one transaction after the other
 * on the source's thread, nets and maps it, and hands the writes to the applier; tells the ledger
 * when all of a transaction is acknowledged. {@link Flow} wires it.
 *
 * <p>Where to look:
 *
 * <ul>
 *   <li>{@code TransactionProcessor} takes the transactions, a {@code Materialiser} makes items of
 *       them, with kept rows ({@code KeptItems}, {@link KeptStore}) or without ({@code
 *       PlainItems}), {@code SliceWriter} hands the writes on.
 *   <li>{@link LoadPlan} to {@code LoadEnd} are the load, {@code Unchanged} what it need not write.
 *   <li>{@link Remap} decides what a changed mapping asks for, {@code Rebuild} does it.
 *   <li>{@code Moves} are rows that got other keys, {@code Sweep} what goes by a TRUNCATE, a load
 *       or a changed mapping; {@link TransactionCut} and {@code NotingParts} are transactions too
 *       large to flow whole.
 * </ul>
 */
@NullMarked
package dev.lockstep.flow;

import org.jspecify.annotations.NullMarked;
