/**
 * What every HTTP port of every process has, the public ones and those of operators alike: patience
 * with slow clients that ends, and errors that say nothing but their status.
 */
@NullMarked
package chat.guard;

import org.jspecify.annotations.NullMarked;
