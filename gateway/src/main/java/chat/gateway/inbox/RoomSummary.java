package chat.gateway.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.gateway.log.LoggedEvent;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomState;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;

/**
 * One of a user's rooms, as JSON.
 *
 * @param kind public, private or direct
 * @param unread null if it can't be counted now
 * @param unreadCapped true if there are more than counted, else null
 * @param mentions unread messages that name the user; null if they can't be counted now
 * @param direct in a direct room: the id of the other user
 * @param with in a direct room: the other user
 * @param last the newest message in its current state, as JSON; null if there is none or it was not
 *     read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RoomSummary(
    String room,
    String name,
    String visibility,
    String kind,
    String role,
    long lastSeq,
    long readSeq,
    @Nullable Integer unread,
    @Nullable Boolean unreadCapped,
    @Nullable Integer mentions,
    @Nullable String direct,
    @Nullable Author with,
    @JsonRawValue @Nullable String last) {

  /** The summary of a room for a reader. */
  static RoomSummary of(RoomNews room, String reader) {
    RoomState state = room.state();
    Author other = state.other(reader);
    Reading.UnreadCount unread = room.news().unread();
    LoggedEvent message = room.news().message();
    return new RoomSummary(
        state.room(),
        state.nameFor(reader),
        state.visibility().word(),
        state.isDirect() ? "direct" : state.visibility().word(),
        room.role().word(),
        room.news().last(),
        room.read(),
        unread == null ? null : unread.count(),
        (unread != null && unread.capped()) ? Boolean.TRUE : null,
        unread == null ? null : unread.mentions(),
        other == null ? null : other.id(),
        other,
        message == null ? null : new String(message.frame(reader), UTF_8));
  }
}
