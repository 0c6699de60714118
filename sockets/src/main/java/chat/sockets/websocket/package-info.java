/**
 * WebSocket (RFC 6455) between Jetty's end points and fan-out: bytes to texts, frames to bytes, the
 * handshake's last step. The one extension is permessage-deflate (RFC 7692) without context
 * takeover. A socket keeps nothing of its handshake.
 */
@NullMarked
package chat.sockets.websocket;

import org.jspecify.annotations.NullMarked;
