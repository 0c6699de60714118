/**
 * Errors as clients see them: one set of codes over REST, WebSocket and Socket.IO, and the HTTP
 * answers that carry them.
 */
@NullMarked
package chat.edge.problem;

import org.jspecify.annotations.NullMarked;
