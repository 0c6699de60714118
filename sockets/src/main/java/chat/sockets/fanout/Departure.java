package chat.sockets.fanout;

import java.util.function.Predicate;

/**
 * That by an event of a room some leave it: it is the last that they are given.
 *
 * @param leaves tells by the id of a user
 * @param left the frame that tells them, after the event
 */
public record Departure(Predicate<String> leaves, Frame left) {}
