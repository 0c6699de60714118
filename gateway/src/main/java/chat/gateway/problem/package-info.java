/** Errors as clients see them: one set of codes over REST, WebSocket and Socket.IO. */
@NullMarked
package chat.gateway.problem;

import org.jspecify.annotations.NullMarked;
