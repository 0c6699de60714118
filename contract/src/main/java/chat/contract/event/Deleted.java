package chat.contract.event;

import chat.contract.Author;

/**
 * The deletion of a message: it loses its text, files and reactions but keeps its seq.
 *
 * @param user the message's author, or a moderator of the room
 * @param target the seq of the message
 */
public record Deleted(String room, String id, Author user, long target, long at)
    implements RoomEvent {

  /** The type of deletions. */
  public static final String TYPE = "deleted";

  public Deleted {
    Expect.room(room);
    Expect.id(id);
    Expect.target(target);
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
