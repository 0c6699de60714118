/**
 * The message writer: stores the events of the room log in tables, each event once and in order.
 */
@NullMarked
package chat.writer;

import org.jspecify.annotations.NullMarked;
