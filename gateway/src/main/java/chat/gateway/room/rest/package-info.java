/** REST: rooms, their members, and the list of a user's rooms. */
@NullMarked
package chat.gateway.room.rest;

import org.jspecify.annotations.NullMarked;
