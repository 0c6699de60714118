package chat.sockets.engineio;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Text packets that were encoded once for many clients. A WebSocket gets them as they are; a client
 * that polls gets them one by one.
 *
 * @param frames a server's WebSocket frames (RFC 6455, 5.2), a whole one for each packet, at least
 *     one; not to be changed, but position and limit are the holder's own
 * @param packets the same packets; called at most once, before the send returns
 */
public record EncodedPackets(ByteBuffer frames, Supplier<List<OutgoingPacket>> packets) {}
