package chat.gateway.presence;

import chat.contract.Author;
import chat.contract.presence.Status;
import chat.sockets.fanout.SubscriptionObserver;
import java.util.ArrayList;
import java.util.List;

/** A session of this gateway as the trackers know it. Its fields are guarded by the journal. */
public final class TrackedSession implements SubscriptionObserver {

  final String id;
  final Author user;
  final List<String> rooms = new ArrayList<>(1);
  Status status = Status.ONLINE;

  private final SessionJournal journal;

  TrackedSession(String id, Author user, SessionJournal journal) {
    this.id = id;
    this.user = user;
    this.journal = journal;
  }

  @Override
  public void joined(String room) {
    journal.joined(this, room);
  }

  @Override
  public void left(String room) {
    journal.left(this, room);
  }

  /** Sets the user's status on this device. */
  public void setStatus(Status next) {
    journal.setStatus(this, next);
  }

  /** Ends the session. */
  void closed() {
    journal.closed(this);
  }
}
