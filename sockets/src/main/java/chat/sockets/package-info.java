/**
 * Servers for WebSocket and Socket.IO, and the fan-out of frames to their connections. Knows
 * nothing of chat: a service gives it frames and handles what clients send.
 */
@NullMarked
package chat.sockets;

import org.jspecify.annotations.NullMarked;
