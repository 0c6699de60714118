/** A gateway: serves sockets and REST from the room log's tail and the tables. */
@NullMarked
package chat.gateway;

import org.jspecify.annotations.NullMarked;
