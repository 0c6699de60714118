package chat.gateway.presence;

import chat.contract.Author;
import chat.contract.Status;
import chat.sockets.fanout.Attendance;
import java.util.ArrayList;
import java.util.List;

/** One session of this gateway, as far as others are told of it. What it holds is the journal's. */
public final class PresentSession implements Attendance {

  final String id;
  final Author user;
  final List<String> rooms = new ArrayList<>(1);
  Status status = Status.ONLINE;

  private final SessionJournal journal;

  PresentSession(String id, Author user, SessionJournal journal) {
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

  /** The person at the device went away or came back. */
  public void says(Status said) {
    journal.says(this, said);
  }

  /** It is over. */
  void closed() {
    journal.closed(this);
  }
}
