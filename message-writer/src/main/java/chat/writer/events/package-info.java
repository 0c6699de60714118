/**
 * The resolved stream: publishes the events of the room log to a topic that plain consumers read,
 * each once, in order and with its place in the room's chain. Exactly once by transactions that
 * carry the group's offsets.
 */
@NullMarked
package chat.writer.events;

import org.jspecify.annotations.NullMarked;
