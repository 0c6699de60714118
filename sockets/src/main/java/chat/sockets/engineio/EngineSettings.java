package chat.sockets.engineio;

import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * Bounds of clients, of which the handshake names some.
 *
 * @param pingInterval time between an answer of the client and the next ping
 * @param pingTimeout time after a ping after which the session of a silent client ends
 * @param upgradeTimeout how long a WebSocket may take to replace polling
 * @param closeTimeout how long a client may take to go, or to fetch what is left for it
 * @param forwardTimeout how long another gateway may take to be reached, whose session it is
 * @param maxPayload the largest body or WebSocket message from a client, in bytes
 * @param maxPackets how many packets a body may have
 * @param maxWaiting how many bytes may wait for a client; a reader that falls further behind is let
 *     go
 * @param controlFrames makes, as of a time in milliseconds, what counts the pings, pongs and noops
 *     of one client: whether one more at a time is fine; who sends too many is let go
 * @param maxForwarded how many requests and WebSockets may be under way that are handed on to other
 *     gateways
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

  /** Some refusals. */
  private static final int UNKNOWN_WAITING = 4 * 1024;

  /** Rejects what can't work. */
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

  /** The largest body or WebSocket message. */
  int maxPayload(boolean isKnown) {
    return isKnown ? maxPayload : Math.min(maxPayload, UNKNOWN_PAYLOAD);
  }

  /** The largest number of bytes that wait for a client. */
  long maxWaiting(boolean isKnown) {
    return isKnown ? maxWaiting : Math.min(maxWaiting, UNKNOWN_WAITING);
  }

  /** How long nothing may be read from a WebSocket or written to it. */
  Duration idleTimeout() {
    return pingInterval.plus(pingTimeout).multipliedBy(2);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
