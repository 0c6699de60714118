/**
 * Rooms: their state, folded from the events of their logs and kept in memory while it is in use;
 * the rules by which they change; who may read, write and join; members, read markers and erased
 * members.
 */
@NullMarked
package chat.gateway.room;

import org.jspecify.annotations.NullMarked;
