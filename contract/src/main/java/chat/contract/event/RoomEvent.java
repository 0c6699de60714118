package chat.contract.event;

import chat.contract.Author;
import org.jspecify.annotations.Nullable;

/** One event of a room's log. Its stream position, the {@code seq}, is not part of it. */
public sealed interface RoomEvent
    permits Message, Edited, Deleted, Reaction, MemberChange, RoomChange, EmittedEvent {

  /** The type, as in the JSON. */
  String type();

  /** The room whose log holds the event. */
  String room();

  /**
   * The sender's id, unique among the events of one user in one room; readers drop duplicates by
   * it.
   */
  String id();

  /** The user who caused it; null for events of the system. */
  @Nullable Author actor();

  /** The time when a gateway accepted it, in milliseconds since the epoch UTC. */
  long at();
}
