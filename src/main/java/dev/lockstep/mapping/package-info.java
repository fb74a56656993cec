/**
 * Turns rows into items: the definition as written, the compiler that checks it against the
 * source's tables, the immutable plan, and the pure mapper that carries the plan out. Net
 * transactions and kept rows flow in, item writes flow out. No I/O but the reading of the
 * definition file.
 *
 * <h2>Where things are</h2>
 *
 * <ul>
 *   <li><b>As written:</b> {@code MappingParser} and the other parsers read YAML into {@code
 *       MappingDefinition}; what item types and embeds have in common is {@code Content}. A value
 *       is a {@code ValueDefinition}, a text with holes a {@code Template}. {@code PlanJson} and
 *       {@code ContentJson} write it in one form, which is also what the hash is of.
 *   <li><b>Compiling:</b> {@code MappingCompiler}, one {@code ItemCompiler} for each item type,
 *       {@code RowsCompiler} and {@code Joiner} for each table in it. {@code KeyChecks} and {@code
 *       KeyPattern} know which texts a key can have. {@code Keeping} and {@code RootKeeping} decide
 *       which rows and columns are kept, and say why; {@code JoinBuilder} makes the tree of {@code
 *       JoinNode}s.
 *   <li><b>Binding</b> to the shape that rows really have, at compile time and again whenever it
 *       changes: {@code Binder}, {@code ContentBinder}, {@code ValueBinder}, {@code ColumnReader};
 *       conditions in {@code WhereCompiler}. A row and the rows that it looks up are one wide row
 *       ({@code WideSchema}, {@code Carrier}), so keys, templates and conditions know no
 *       difference.
 *   <li><b>Values:</b> {@code Conversions} from held values to DynamoDB's, {@code TextForms} to
 *       text, {@code HeldOrder} for the order of lists.
 *   <li><b>Items of single rows:</b> {@code RowMapping} and {@code BoundItem}, from the change
 *       alone.
 *   <li><b>Items of several rows:</b> {@code KeptMapping}. {@code Marking} and {@code Climb} go up
 *       from changed rows to roots, {@code RootItems} finds what stood and what stands for each,
 *       {@code TreeItems}, {@code NodeReader} and {@code EmbedReader} go down again and build it.
 *   <li><b>What is not logged:</b> {@code SilentActions} adds to a transaction, before it is
 *       netted, what foreign keys did to rows without a word in the source's log; {@code
 *       SilentKeeping} has kept what that takes.
 *   <li><b>Writes:</b> {@code WriteSet} makes one of all that a transaction does to a key; {@code
 *       Slices} bounds it, {@code EarlierParts} remembers what slices and parts must know of those
 *       before.
 * </ul>
 */
@NullMarked
package dev.lockstep.mapping;

import org.jspecify.annotations.NullMarked;
