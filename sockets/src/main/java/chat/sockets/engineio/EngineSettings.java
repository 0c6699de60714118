package chat.sockets.engineio;

import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * What clients are told in the handshake, and what they may do.
 *
 * @param pingInterval how long after a sign of life the next one is asked for
 * @param pingTimeout how long after that a silent client is let go
 * @param upgradeTimeout how long a WebSocket may take to replace polling
 * @param closeTimeout how long a client may take to go, or to fetch what is left for it
 * @param forwardTimeout how long another gateway may take to be reached, whose session it is
 * @param maxPayload the largest body or WebSocket message from a client, in bytes
 * @param maxPackets how many packets a body may have
 * @param maxWaiting how many bytes may wait for a client; a reader that falls further behind is let
 *     go
 * @param controlFrames makes, as of a time in milliseconds, what counts the pings, pongs and noops
 *     of one client: whether one more at a time is fine; who sends too many is let go
 * @param maxSessions how many sessions there may be at once; further ones are refused
 * @param maxPerAddress how many of them from one address
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
    int maxSessions,
    int maxPerAddress) {

  private static final int UNKNOWN_SHARE = 10;
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
    requirePositive("maxSessions", maxSessions);
    requirePositive("maxPerAddress", maxPerAddress);
  }

  /** How many sessions there may be of which it is not known whose they are. */
  int maxUnknown() {
    return Math.max(1, maxSessions / UNKNOWN_SHARE);
  }

  /** How many of these from one address; as many as there may be, where addresses don't count. */
  int maxUnknownPerAddress() {
    return maxPerAddress < maxSessions ? Math.max(1, maxUnknown() / UNKNOWN_SHARE) : maxUnknown();
  }

  /** How many requests and WebSockets may be under way that are handed on to other gateways. */
  int maxForwarded() {
    return Math.max(1, maxSessions / UNKNOWN_SHARE);
  }

  /** The largest body or WebSocket message. */
  int maxPayload(boolean isKnown) {
    return isKnown ? maxPayload : Math.min(maxPayload, UNKNOWN_PAYLOAD);
  }

  /** How many bytes may wait for a client. */
  long maxWaiting(boolean isKnown) {
    return isKnown ? maxWaiting : Math.min(maxWaiting, UNKNOWN_WAITING);
  }

  /** How long a WebSocket may have nothing to say, answers to pings included. */
  Duration idleTimeout() {
    return pingInterval.plus(pingTimeout).multipliedBy(2);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
