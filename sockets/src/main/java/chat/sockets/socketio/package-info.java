/**
 * Socket.IO, protocol 5, over Engine.IO: packets with their attachments, namespaces and
 * acknowledgements, without any knowledge of the chat.
 */
@NullMarked
package chat.sockets.socketio;

import org.jspecify.annotations.NullMarked;
