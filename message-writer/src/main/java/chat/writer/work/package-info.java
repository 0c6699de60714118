/** Runs longer work step by step, beside the polls: a few works in parallel, in turn. */
@NullMarked
package chat.writer.work;

import org.jspecify.annotations.NullMarked;
