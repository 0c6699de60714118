/** The WebSocket endpoint {@code /ws}: its frames, and what they make the gateway do. */
@NullMarked
package chat.gateway.session;

import org.jspecify.annotations.NullMarked;
