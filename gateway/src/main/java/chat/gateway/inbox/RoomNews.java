package chat.gateway.inbox;

import chat.contract.event.Role;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomState;

/**
 * What is new in a room for one of its members.
 *
 * @param read the member's marker
 */
record RoomNews(RoomState state, Role role, long read, Reading.News news) {

  String room() {
    return state.room();
  }
}
