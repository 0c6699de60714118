package chat.sockets.fanout;

import java.util.function.Predicate;

/**
 * The users that an event removes from its room. The event is the last that they get.
 *
 * @param leaves tests the id of a user
 * @param left the frame that follows the event and tells the client
 */
public record Removal(Predicate<String> leaves, Frame left) {}
