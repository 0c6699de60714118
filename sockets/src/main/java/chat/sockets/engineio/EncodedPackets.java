package chat.sockets.engineio;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Text packets that were encoded once for many clients: as frames for WebSockets, and one by one
 * for clients that poll.
 *
 * @param frames a server's WebSocket frames (RFC 6455, 5.2), one for each packet, at least one; not
 *     to be changed, but position and limit are the holder's own
 * @param packets the same packets; called at most once, before the send returns
 */
public record EncodedPackets(ByteBuffer frames, Supplier<List<OutgoingPacket>> packets) {}
