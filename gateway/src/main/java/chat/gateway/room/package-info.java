/** Joining and leaving rooms. */
@NullMarked
package chat.gateway.room;

import org.jspecify.annotations.NullMarked;
