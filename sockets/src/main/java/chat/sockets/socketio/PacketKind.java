package chat.sockets.socketio;

import org.jspecify.annotations.Nullable;

/** The kinds of packets; on the wire each is one digit. */
enum PacketKind {
  CONNECT('0'),
  DISCONNECT('1'),
  EVENT('2'),
  ACK('3'),
  CONNECT_ERROR('4'),
  BINARY_EVENT('5'),
  BINARY_ACK('6');

  private static final PacketKind[] ALL = values();

  private final char digit;

  PacketKind(char digit) {
    this.digit = digit;
  }

  /** The kind that a digit stands for, or null if it stands for none. */
  static @Nullable PacketKind of(char digit) {
    for (PacketKind kind : ALL) {
      if (kind.digit == digit) {
        return kind;
      }
    }
    return null;
  }

  char digit() {
    return digit;
  }

  /** Whether data may follow. */
  boolean isBinary() {
    return this == BINARY_EVENT || this == BINARY_ACK;
  }

  boolean isEvent() {
    return this == EVENT || this == BINARY_EVENT;
  }
}
