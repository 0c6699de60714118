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
      Author other = state.other(reader);
      ApplicationData data = state.data();
      return new Room(
          state.room(),
          state.nameFor(reader),
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

  record PublicPage(List<RoomStates.PublicRoom> rooms, @Nullable String next) {}

  /** A member. */
  record MemberOf(Author user, String role, long joinedAt) {
    static MemberOf of(Member member) {
      return new MemberOf(member.user(), member.role().word(), member.joinedAt());
    }
  }

  record Members(List<MemberOf> members, @Nullable String next) {}

  record Bans(List<Ban> bans, @Nullable String next) {}
}
