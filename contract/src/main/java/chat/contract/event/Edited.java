package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit: a message has a new text, new data or both. The event has the whole new state.
 *
 * @param user its author
 * @param target the seq of the message
 * @param content the new text, 1 to {@value Message#MAX_CONTENT} code points; null: the message has
 *     none
 * @param mentions ids of the users that the new text names
 * @param data the new data; {@link ApplicationData#NONE} if the edit removes them; null if the
 *     message had none, and in events of gateways that do not know data: these leave them
 */
public record Edited(
    String room,
    String id,
    Author user,
    long target,
    @Nullable String content,
    List<String> mentions,
    @Nullable ApplicationData data,
    long at)
    implements RoomEvent {

  /** The type of edits. */
  public static final String TYPE = "edited";

  public Edited {
    Expect.room(room);
    Expect.id(id);
    Expect.target(target);
    Expect.content(content, data);
    mentions = List.copyOf(mentions);
  }

  /** An edit of a message without data. */
  public Edited(
      String room,
      String id,
      Author user,
      long target,
      @Nullable String content,
      List<String> mentions,
      long at) {
    this(room, id, user, target, content, mentions, null, at);
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
