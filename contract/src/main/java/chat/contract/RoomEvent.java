package chat.contract;

import org.jspecify.annotations.Nullable;

/** One entry of a room's log. Its place in the log, {@code seq}, is no part of it. */
public sealed interface RoomEvent
    permits Message, Edited, Deleted, Reaction, MemberChange, RoomChange {

  /** What the event is, as its JSON says. */
  String type();

  /** The room in whose log it stands. */
  String room();

  /** Unique among what one user does in one room; readers drop doubles by it. */
  String id();

  /** Who did it; null if nobody but the system. */
  @Nullable Author actor();

  /** When a gateway accepted it, in milliseconds since the epoch UTC. */
  long at();
}
