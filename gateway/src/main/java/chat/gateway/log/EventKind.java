package chat.gateway.log;

import chat.contract.Deleted;
import chat.contract.Edited;
import chat.contract.MemberChange;
import chat.contract.Message;
import chat.contract.Reaction;
import chat.contract.RoomChange;

/** Which events of a room somebody asks for. */
public enum EventKind {
  /** The lines of its history. */
  MESSAGE,
  /** What changes messages. */
  MESSAGE_CHANGE,
  /** What changes the room and its members. */
  ROOM_CHANGE,
  /** The whole chain. */
  ANY;

  /** Whether events of that type are asked for. */
  public boolean includes(String type) {
    return switch (this) {
      case ANY -> true;
      case MESSAGE -> type.equals(Message.TYPE);
      case MESSAGE_CHANGE ->
          type.equals(Edited.TYPE) || type.equals(Deleted.TYPE) || type.equals(Reaction.TYPE);
      case ROOM_CHANGE -> type.equals(MemberChange.TYPE) || type.equals(RoomChange.TYPE);
    };
  }
}
