package chat.gateway.room.rest;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Role;
import chat.gateway.room.Ban;
import chat.gateway.room.Member;
import chat.gateway.room.RoomState;
import chat.gateway.room.RoomStates;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of rooms. */
final class RoomView {

  private RoomView() {}

  /**
   * A room.
   *
   * @param role the reader's role, absent if they are no member
   * @param direct in a direct room: the id of the other user
   * @param data of the application, as JSON
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Room(
      String room,
      String name,
      String visibility,
      @Nullable String role,
      int memberCount,
      long createdAt,
      long lastSeq,
      int slowModeSeconds,
      @Nullable String direct,
      @JsonRawValue @Nullable String data) {

    static Room of(RoomState state, String reader, long lastSeq) {
      Author other = other(state, reader);
      ApplicationData data = state.data();
      return new Room(
          state.room(),
          nameFor(state, reader),
          state.visibility().word(),
          state.role(reader).map(Role::word).orElse(null),
          state.memberCount(),
          state.createdAt(),
          lastSeq,
          state.slowModeSeconds(),
          other == null ? null : other.id(),
          data == null ? null : data.json());
    }
  }

  /**
   * One of the reader's own rooms.
   *
   * @param unread null if it can't be counted now
   * @param unreadCapped true if there are more than counted, else null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Mine(
      String room,
      String name,
      String visibility,
      String role,
      long lastSeq,
      long readSeq,
      @Nullable Integer unread,
      @Nullable Boolean unreadCapped,
      @Nullable String direct) {}

  /**
   * A page of the reader's own rooms.
   *
   * @param next the cursor of the next page; null if this is the last
   */
  record MyRooms(List<Mine> rooms, @Nullable String next) {}

  record PublicPage(List<RoomStates.PublicRoom> rooms, @Nullable String next) {}

  /** A member. */
  record MemberOf(Author user, String role, long joinedAt) {
    static MemberOf of(Member member) {
      return new MemberOf(member.user(), member.role().word(), member.joinedAt());
    }
  }

  record Members(List<MemberOf> members, @Nullable String next) {}

  record Bans(List<Ban> bans, @Nullable String next) {}

  /** The name of a room for a reader; a direct room has the other user's name. */
  static String nameFor(RoomState state, String reader) {
    Author other = other(state, reader);
    return other == null ? state.name() : other.username();
  }

  static @Nullable Author other(RoomState state, String reader) {
    return state.isDirect()
        ? state.membersAfter("", 2).stream()
            .map(Member::user)
            .filter(user -> !user.id().equals(reader))
            .findFirst()
            .orElse(null)
        : null;
  }
}
