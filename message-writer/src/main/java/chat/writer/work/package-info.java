/** Does longer work step by step, beside the polls: a few works at once, each in its turn. */
@NullMarked
package chat.writer.work;

import org.jspecify.annotations.NullMarked;
