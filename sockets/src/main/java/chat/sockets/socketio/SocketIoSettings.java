package chat.sockets.socketio;

import java.time.Duration;

/**
 * Bounds of Socket.IO clients, beside those of Engine.IO.
 *
 * @param connectTimeout how long a client may take to get into a namespace
 * @param maxPacket the largest packet with its data, in bytes
 * @param maxAttachments how many pieces of data may follow a packet
 * @param maxConnects how often a client may try to get into namespaces over one connection
 */
public record SocketIoSettings(
    Duration connectTimeout, int maxPacket, int maxAttachments, int maxConnects) {}
