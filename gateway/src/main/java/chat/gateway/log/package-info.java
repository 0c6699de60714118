/**
 * The room log as this gateway knows it: what it appends, what it reads back, and the recent tail
 * from which sockets and histories are served.
 */
@NullMarked
package chat.gateway.log;

import org.jspecify.annotations.NullMarked;
