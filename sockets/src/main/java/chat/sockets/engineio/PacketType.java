package chat.sockets.engineio;

import org.jspecify.annotations.Nullable;

/** The kinds of packets; on the wire each is one digit. */
enum PacketType {
  OPEN,
  CLOSE,
  PING,
  PONG,
  MESSAGE,
  UPGRADE,
  NOOP;

  private static final PacketType[] BY_DIGIT = values();

  /** The kind that a digit stands for, or null if it stands for none. */
  static @Nullable PacketType of(char digit) {
    int number = digit - '0';
    return number >= 0 && number < BY_DIGIT.length ? BY_DIGIT[number] : null;
  }
}
