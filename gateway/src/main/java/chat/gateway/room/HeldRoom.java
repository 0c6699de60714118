package chat.gateway.room;

import org.jspecify.annotations.Nullable;

/** A room that stays in memory, from when it is loaded until it is let go. */
final class HeldRoom {

  private final RoomMemory memory;
  private final String room;
  private final String user;
  private final RoomEntry entry;

  HeldRoom(RoomMemory memory, String room, String user, RoomEntry entry) {
    this.memory = memory;
    this.room = room;
    this.user = user;
    this.entry = entry;
  }

  /**
   * The room as of the last event that the feed took; null if it is not loaded, or all was
   * forgotten meanwhile.
   */
  @Nullable RoomState state() {
    return memory.isPresent(room, entry) ? entry.state() : null;
  }

  /** Lets it go; to be called once. */
  void letGo() {
    memory.letGo(room, user, entry);
  }
}
