/**
 * Socket.IO, protocol 5, over Engine.IO: packets, namespaces, acknowledgements in both directions
 * and binary attachments. Knows nothing of what is talked about.
 */
@NullMarked
package chat.gateway.socketio;

import org.jspecify.annotations.NullMarked;
