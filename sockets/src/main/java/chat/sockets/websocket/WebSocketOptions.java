package chat.sockets.websocket;

import chat.sockets.budget.Rate;

/**
 * Options of the sockets of an endpoint.
 *
 * @param maxMessage the longest text, in bytes
 * @param compresses whether texts are compressed for clients that offer it
 * @param controlFrames maximum rate of pings, pongs and empty fragments of one client
 */
public record WebSocketOptions(int maxMessage, boolean compresses, Rate controlFrames) {}
