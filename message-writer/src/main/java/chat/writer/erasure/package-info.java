/**
 * Takes those whose accounts were erased out of the rooms' events: reads the accounts' topic as a
 * group of its own, and erases when the writers have come to where the log ended by then.
 */
@NullMarked
package chat.writer.erasure;

import org.jspecify.annotations.NullMarked;
