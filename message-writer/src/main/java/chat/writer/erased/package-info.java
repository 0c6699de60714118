/**
 * The users whose accounts were erased, so that what the writers copy from the log does not spread
 * their names and texts again.
 */
@NullMarked
package chat.writer.erased;

import org.jspecify.annotations.NullMarked;
