package chat.gateway.room;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A room that is pinned in memory, from when it is loaded until it is released. */
final class HeldRoom {

  private final RoomMemory memory;
  private final String room;
  private final String user;
  private final RoomEntry entry;
  private final AtomicBoolean released = new AtomicBoolean();

  HeldRoom(RoomMemory memory, String room, String user, RoomEntry entry) {
    this.memory = memory;
    this.room = room;
    this.user = user;
    this.entry = entry;
  }

  /**
   * The room as of the last event that the feed applied; null if it is not loaded, or memory was
   * reset meanwhile.
   */
  @Nullable RoomState state() {
    return memory.isCurrent(room, entry) ? entry.state() : null;
  }

  /** Releases the room. Further calls have no effect. */
  void release() {
    if (released.compareAndSet(false, true)) {
      memory.release(room, user, entry);
    }
  }
}
