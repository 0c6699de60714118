package chat.gateway.log;

import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EmittedEvent;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomChange;

/** Kinds of events to read from a room. */
public enum EventKind {
  /** Messages: the lines of a room's history. */
  MESSAGE,
  /** Messages, and events that applications emit. */
  SENT,
  /** Changes of messages. */
  MESSAGE_CHANGE,
  /** Changes of the room and its members. */
  ROOM_CHANGE,
  /** All events. */
  ANY;

  /** Whether the kind includes events of a type. */
  public boolean includes(String type) {
    return switch (this) {
      case ANY -> true;
      case MESSAGE -> type.equals(Message.TYPE);
      case SENT -> type.equals(Message.TYPE) || type.equals(EmittedEvent.TYPE);
      case MESSAGE_CHANGE ->
          type.equals(Edited.TYPE) || type.equals(Deleted.TYPE) || type.equals(Reaction.TYPE);
      case ROOM_CHANGE -> type.equals(MemberChange.TYPE) || type.equals(RoomChange.TYPE);
    };
  }
}
