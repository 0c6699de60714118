package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;

/**
 * An event of the application in a room's log. It is in the room's chain but is no message: it is
 * not in the history of messages and does not count as unread.
 *
 * @param name the kind of event, chosen by the application
 * @param data of the application
 */
public record EmittedEvent(
    String room, String id, Author user, String name, ApplicationData data, long at)
    implements RoomEvent {

  /** The type of these events. */
  public static final String TYPE = "event";

  public EmittedEvent {
    Expect.room(room);
    Expect.id(id);
    Expect.eventName(name);
    Expect.data(data);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Author actor() {
    return user;
  }
}
