package chat.gateway.inbox;

import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inbox of a user with connections at this gateway. */
final class UserInbox {

  final String user;
  final UserRooms entries = new UserRooms();
  final List<InboxSocket> sockets = new ArrayList<>(1);

  /** Rooms that the user left while a list was being read, with the reasons. */
  final Map<String, String> departed = new HashMap<>(0);

  /** Whether some rooms are not told of. */
  boolean partial;

  UserInbox(String user) {
    this.user = user;
  }

  @Nullable InboxSocket socket(Connection connection) {
    for (InboxSocket socket : sockets) {
      if (socket.connection == connection) {
        return socket;
      }
    }
    return null;
  }

  /** Whether some connection waits for a list. */
  boolean isListing() {
    return sockets.stream().anyMatch(socket -> socket.lists > 0);
  }

  /** Tells of a room. */
  void tell(InboxEntry entry, Frame activity) {
    for (InboxSocket socket : sockets) {
      socket.tell(entry, activity);
    }
  }

  void send(Frame frame) {
    for (InboxSocket socket : sockets) {
      socket.send(frame);
    }
  }
}
