/**
 * The room log in a gateway: appends, the feed that reads it back, and the tails of recent events
 * that serve sockets and history.
 */
@NullMarked
package chat.gateway.log;

import org.jspecify.annotations.NullMarked;
