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
  private final InboxMemory memory;
  private List<Frame> held = new ArrayList<>(0);
  private long heldBytes;

  InboxSocket(Connection connection, InboxLoop loop, InboxMemory memory) {
    this.connection = connection;
    this.loop = loop;
    this.memory = memory;
    memory.count(InboxMemory.SOCKET);
  }

  void send(Frame frame) {
    loop.sent();
    if (lists == 0) {
      connection.sendPatiently(frame);
      return;
    }
    int bytes = frame.bytes().length;
    if (heldBytes + bytes <= MAX_HELD_BYTES && memory.acquire(bytes)) {
      heldBytes += bytes;
      held.add(frame);
    } else {
      release();
      connection.close(CloseReason.TOO_SLOW);
    }
  }

  private void release() {
    held = new ArrayList<>(0);
    memory.release(heldBytes);
    heldBytes = 0;
  }

  /** The connection has ended, or its user's inbox was forgotten. */
  void ended() {
    lists = 0;
    release();
    memory.release(InboxMemory.SOCKET);
  }

  /** A list was read, or could not be. */
  void listed(@Nullable Frame answer) {
    loop.sent();
    if (answer != null) {
      connection.sendPatiently(answer);
    }
    if (--lists == 0) {
      held.forEach(connection::sendPatiently);
      release();
    }
  }
}
