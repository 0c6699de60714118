package chat.sockets.engineio;

import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * Limits of clients. The handshake announces some of them.
 *
 * @param pingInterval time between an answer of the client and the next ping
 * @param pingTimeout time after a ping after which the session of a silent client ends
 * @param upgradeTimeout maximum time in which a WebSocket replaces polling
 * @param closeTimeout maximum time in which a client closes, or polls its last packets
 * @param forwardTimeout maximum time to connect to another gateway
 * @param maxPayload maximum length of a body or WebSocket message, in bytes
 * @param maxPackets maximum number of packets in a body
 * @param maxWaiting maximum number of bytes that wait for a client; beyond it the session ends
 * @param controlFrames creates, as of a time in milliseconds, the counter of one client's pings,
 *     pongs and noops, which tells whether one more is within the limit; beyond it the session ends
 * @param maxForwarded maximum number of requests and WebSockets under way to other gateways
 */
public record EngineSettings(
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    Duration closeTimeout,
    Duration forwardTimeout,
    int maxPayload,
    int maxPackets,
    long maxWaiting,
    LongFunction<LongPredicate> controlFrames,
    int maxForwarded) {

  private static final int UNKNOWN_PAYLOAD = 64 * 1024;

  /** A few refusals. */
  private static final int UNKNOWN_WAITING = 4 * 1024;

  /** Checks the values. */
  public EngineSettings {
    requirePositive("pingInterval", pingInterval.toMillis());
    requirePositive("pingTimeout", pingTimeout.toMillis());
    requirePositive("upgradeTimeout", upgradeTimeout.toMillis());
    requirePositive("closeTimeout", closeTimeout.toMillis());
    requirePositive("forwardTimeout", forwardTimeout.toMillis());
    requirePositive("maxPayload", maxPayload);
    requirePositive("maxPackets", maxPackets);
    requirePositive("maxWaiting", maxWaiting);
    requirePositive("maxForwarded", maxForwarded);
  }

  /** Maximum length of a body or WebSocket message. */
  int maxPayload(boolean isKnown) {
    return isKnown ? maxPayload : Math.min(maxPayload, UNKNOWN_PAYLOAD);
  }

  /** Maximum number of bytes that wait for a client. */
  long maxWaiting(boolean isKnown) {
    return isKnown ? maxWaiting : Math.min(maxWaiting, UNKNOWN_WAITING);
  }

  /** Maximum time without a read or write on a WebSocket. */
  Duration idleTimeout() {
    return pingInterval.plus(pingTimeout).multipliedBy(2);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
