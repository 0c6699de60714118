/** The message writer: turns the room log into tables, each event once and in its place. */
@NullMarked
package chat.writer;

import org.jspecify.annotations.NullMarked;
