/**
 * YAML that knows where it stands: files become trees of nodes with file, line, column and path,
 * and sections bind those to typed values while they collect every problem found on the way. The
 * configuration and the mapping are read through this; nothing else knows the YAML library.
 */
@NullMarked
package dev.lockstep.yaml;

import org.jspecify.annotations.NullMarked;
