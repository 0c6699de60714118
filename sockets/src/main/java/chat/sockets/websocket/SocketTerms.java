package chat.sockets.websocket;

import chat.sockets.budget.Rate;

/**
 * What is taken from a client on one socket.
 *
 * @param maxMessage the longest text, in bytes
 * @param compresses whether texts are compressed for clients that want it
 * @param signsOfLife how many pings, pongs and empty fragments
 */
public record SocketTerms(int maxMessage, boolean compresses, Rate signsOfLife) {}
