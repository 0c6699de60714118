package chat.gateway.room;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What rooms there are and how many are kept in mind.
 *
 * @param autoCreate whether a room that nobody made comes into being, public, by its first message,
 *     socket or member
 * @param cachedMembers how many members of rooms are kept in memory, in all, each counted as 240
 *     bytes; rooms without members, and names that are no room, count as two of them. 0 means an
 *     eighth of the heap. Rooms that a socket here has joined are kept beside these, in up to a
 *     quarter of the heap; beyond it further rooms can't be joined here
 * @param maxMembers the most members of one room
 * @param maxPerUser the most rooms that one user is a member of
 */
@ConfigurationProperties("chat.rooms")
record RoomSettings(
    @DefaultValue("true") boolean autoCreate,
    @DefaultValue("0") long cachedMembers,
    @DefaultValue("100000") int maxMembers,
    @DefaultValue("10000") int maxPerUser) {

  private static final int CACHED_SHARE = 8;
  private static final int HELD_SHARE = 4;

  RoomSettings {
    if (cachedMembers < 0) {
      throw new IllegalArgumentException("cachedMembers: " + cachedMembers + " (expected: >= 0)");
    }
    if (maxMembers < 2) {
      throw new IllegalArgumentException("maxMembers: " + maxMembers + " (expected: > 1)");
    }
    if (maxPerUser < 1) {
      throw new IllegalArgumentException("maxPerUser: " + maxPerUser + " (expected: > 0)");
    }
  }

  /** Maximum estimated bytes of rooms that no connection here has joined. */
  long cachedBytes() {
    return cachedMembers == 0
        ? Runtime.getRuntime().maxMemory() / CACHED_SHARE
        : cachedMembers * RoomState.MEMBER_BYTES;
  }

  /** Maximum estimated bytes of rooms that connections here have joined. */
  long heldBytes() {
    return Runtime.getRuntime().maxMemory() / HELD_SHARE;
  }
}
