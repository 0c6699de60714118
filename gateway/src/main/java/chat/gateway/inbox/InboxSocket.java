package chat.gateway.inbox;

import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection that gets what is new in a user's rooms. While a list is read for it, frames are
 * held back: the list shows an earlier state than they do. Of activity only the room is kept, whose
 * newest state is told then.
 */
final class InboxSocket {

  /** A connection's queue has as much. */
  private static final int MAX_HELD_BYTES = 1 << 20;

  /** Bytes that a connection may hold whatever others do. */
  private static final int RESERVE = 16 << 10;

  final Connection connection;

  /** The lists that are being read. */
  int lists;

  private final InboxLoop loop;
  private final InboxMemory memory;
  private List<Frame> held = new ArrayList<>(0);
  private Set<InboxEntry> active = new LinkedHashSet<>(0);
  private long heldBytes;

  /** The part of the held bytes that others may not have. */
  private long acquired;

  InboxSocket(Connection connection, InboxLoop loop, InboxMemory memory) {
    this.connection = connection;
    this.loop = loop;
    this.memory = memory;
    memory.addClients(InboxMemory.SOCKET);
  }

  /** Sends a frame that must not be lost. */
  void send(Frame frame) {
    loop.sent();
    if (lists == 0) {
      connection.sendPatiently(frame);
    } else if (hold(frame.bytes().length)) {
      held.add(frame);
    } else {
      release();
      connection.close(CloseReason.TOO_SLOW);
    }
  }

  private boolean hold(int bytes) {
    if (heldBytes + bytes > MAX_HELD_BYTES) {
      return false;
    }
    if (heldBytes + bytes > RESERVE) {
      if (!memory.hold(bytes)) {
        memory.refused();
        return false;
      }
      acquired += bytes;
    }
    heldBytes += bytes;
    return true;
  }

  /** Tells of a room now, or remembers it while a list is read. */
  void tell(InboxEntry entry, Frame activity) {
    if (lists == 0) {
      loop.sent();
      connection.sendPatiently(activity);
    } else {
      active.add(entry);
    }
  }

  /**
   * A list was read, or could not be.
   *
   * @return the rooms whose newest state has to be told
   */
  Set<InboxEntry> listed(@Nullable Frame answer) {
    loop.sent();
    if (answer != null) {
      connection.sendPatiently(answer);
    }
    if (--lists > 0) {
      return Set.of();
    }
    Set<InboxEntry> untold = active;
    held.forEach(connection::sendPatiently);
    release();
    return untold;
  }

  private void release() {
    held = new ArrayList<>(0);
    active = new LinkedHashSet<>(0);
    memory.releaseHeld(acquired);
    heldBytes = 0;
    acquired = 0;
  }

  /** The connection has ended, or its user's inbox was forgotten. */
  void ended() {
    lists = 0;
    release();
    memory.addClients(-InboxMemory.SOCKET);
  }
}
