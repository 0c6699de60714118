package chat.gateway.inbox;

import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection that gets what is new in a user's rooms. While a list is read for it, frames are
 * held back: the list shows an earlier state than they do.
 */
final class InboxSocket {

  /** A connection's queue has as much. */
  private static final int MAX_HELD_BYTES = 1 << 20;

  final Connection connection;

  /** The lists that are being read. */
  int lists;

  private final InboxLoop loop;
  private List<Frame> held = new ArrayList<>(0);
  private long heldBytes;

  InboxSocket(Connection connection, InboxLoop loop) {
    this.connection = connection;
    this.loop = loop;
  }

  void send(Frame frame) {
    loop.sent();
    if (lists == 0) {
      connection.sendPatiently(frame);
      return;
    }
    heldBytes += frame.bytes().length;
    if (heldBytes > MAX_HELD_BYTES) {
      held.clear();
      connection.close(CloseReason.TOO_SLOW);
    } else {
      held.add(frame);
    }
  }

  /** A list was read, or could not be. */
  void listed(@Nullable Frame answer) {
    loop.sent();
    if (answer != null) {
      connection.sendPatiently(answer);
    }
    if (--lists == 0) {
      held.forEach(connection::sendPatiently);
      held = new ArrayList<>(0);
      heldBytes = 0;
    }
  }
}
