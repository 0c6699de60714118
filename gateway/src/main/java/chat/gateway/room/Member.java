package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.Role;

/**
 * A member of a room.
 *
 * @param joinedAt milliseconds since the epoch UTC
 */
public record Member(Author user, Role role, long joinedAt) {}
