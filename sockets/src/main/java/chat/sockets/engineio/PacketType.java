package chat.sockets.engineio;

import org.jspecify.annotations.Nullable;

/** The types of packets, each with its digit. */
enum PacketType {
  OPEN,
  CLOSE,
  PING,
  PONG,
  MESSAGE,
  UPGRADE,
  NOOP;

  private static final PacketType[] BY_DIGIT = values();

  /** The type of a digit, or null if there is none. */
  static @Nullable PacketType of(char digit) {
    int number = digit - '0';
    return number >= 0 && number < BY_DIGIT.length ? BY_DIGIT[number] : null;
  }
}
