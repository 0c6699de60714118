package chat.sockets.socketio;

import org.jspecify.annotations.Nullable;

/** The kinds of packets, each with its digit. */
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

  /** The kind of a digit, or null if there is none. */
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

  /** Whether attachments may follow. */
  boolean isBinary() {
    return this == BINARY_EVENT || this == BINARY_ACK;
  }

  boolean isEvent() {
    return this == EVENT || this == BINARY_EVENT;
  }
}
