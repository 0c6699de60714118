package chat.gateway.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.contract.log.Seq;
import chat.gateway.log.LoggedEvent;
import chat.sockets.fanout.Frame;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of inboxes. Names of rooms and reasons contain no character that JSON escapes. */
final class InboxFrames {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final byte[] LAST = ",\"last\":".getBytes(UTF_8);

  private InboxFrames() {}

  static byte[] page(InboxPage page) {
    return JSON.writeValueAsBytes(page);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Person(String id, String username, @Nullable Boolean service) {

    static Person of(Author author) {
      return new Person(author.id(), author.username(), author.service() ? Boolean.TRUE : null);
    }
  }

  /**
   * A room that came into a user's inbox; tells whether that is partial since.
   *
   * @param by the user or service that added them; null if the user did that
   */
  static Frame added(RoomNews room, UserInbox inbox, @Nullable Author by) {
    String summary = JSON.writeValueAsString(RoomSummary.of(room, inbox.user));
    String json =
        "{\"type\":\"added\","
            + summary.substring(1, summary.length() - 1)
            + (by == null ? "" : ",\"by\":" + JSON.writeValueAsString(Person.of(by)))
            + (inbox.partial ? ",\"partial\":true" : "")
            + "}";
    return Frame.notice("added", json.getBytes(UTF_8));
  }

  static Frame removed(String room, String reason) {
    String json = "{\"type\":\"removed\",\"room\":\"" + room + "\",\"reason\":\"" + reason + "\"}";
    return Frame.notice("removed", json.getBytes(UTF_8));
  }

  /**
   * The state of a room for a user.
   *
   * @param last the room's newest message; null if it is not known
   */
  static Frame activity(InboxEntry entry, @Nullable LoggedEvent last) {
    String text =
        "{\"type\":\"activity\",\"room\":\""
            + entry.room.name
            + "\",\"lastSeq\":"
            + entry.room.lastSeq
            + ",\"readSeq\":"
            + entry.readSeq()
            + ",\"unread\":"
            + entry.unread()
            + (entry.isCapped() ? ",\"unreadCapped\":true" : "")
            + ",\"mentions\":"
            + entry.mentions();
    ByteArrayOutputStream json = new ByteArrayOutputStream(512);
    json.writeBytes(text.getBytes(UTF_8));
    if (last != null) {
      json.writeBytes(LAST);
      String reader = entry.inbox.user;
      // The tail need not know the event before a room's first one in it.
      boolean knowsPrev = last.prev() >= Seq.NONE;
      json.writeBytes(knowsPrev ? last.frame(reader) : last.frameWithoutPrev(reader));
    }
    json.write('}');
    return Frame.notice("activity", json.toByteArray());
  }
}
