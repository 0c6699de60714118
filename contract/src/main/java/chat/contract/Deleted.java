package chat.contract;

/**
 * A message lost its text, its files and its reactions; its place stays.
 *
 * @param user who deleted it: its author, or who may moderate the room
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
