/**
 * Socket.IO, protocol 5, over Engine.IO: packets, namespaces, acknowledgements in both directions
 * and binary attachments. Knows nothing of what is talked about.
 */
@NullMarked
package chat.sockets.socketio;

import org.jspecify.annotations.NullMarked;
