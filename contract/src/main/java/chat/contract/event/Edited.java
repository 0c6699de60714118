package chat.contract.event;

import chat.contract.Author;
import java.util.List;

/**
 * An edit: a message has a new text.
 *
 * @param user its author
 * @param target the seq of the message
 * @param content the new text, 1 to {@value Message#MAX_CONTENT} code points
 * @param mentions ids of the users that the new text names
 */
public record Edited(
    String room,
    String id,
    Author user,
    long target,
    String content,
    List<String> mentions,
    long at)
    implements RoomEvent {

  /** The type of edits. */
  public static final String TYPE = "edited";

  public Edited {
    Expect.room(room);
    Expect.id(id);
    Expect.target(target);
    Expect.content(content);
    mentions = List.copyOf(mentions);
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
