package chat.sockets.socketio;

import java.time.Duration;

/**
 * Limits of Socket.IO clients, beside those of Engine.IO.
 *
 * @param connectTimeout maximum time until a client is connected to a namespace
 * @param maxPacket maximum length of a packet with its attachments, in bytes
 * @param maxAttachments maximum number of attachments of a packet
 * @param maxConnects maximum number of connects of one client
 */
public record SocketIoSettings(
    Duration connectTimeout, int maxPacket, int maxAttachments, int maxConnects) {}
