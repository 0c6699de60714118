package chat.gateway.room;

import chat.edge.guard.SettingBounds;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What rooms there are and how many are kept in memory.
 *
 * @param autoCreate whether the first message, connection or member makes an unknown room, as a
 *     public one; if not, a room has to be created before
 * @param cachedMembers largest number of members that are kept in memory for rooms that no
 *     connection of this gateway has joined, each counted as 240 bytes (0 or more); 0: an eighth of
 *     the heap. The rooms used longest ago are dropped and read again. Joined rooms have a quarter
 *     of the heap beside these, and beyond it a join is answered {@code unavailable}
 * @param maxMembers largest number of members of one room (2 or more); a further one is refused as
 *     {@code conflict}
 * @param maxPerUser largest number of rooms that one user is a member of (1 or more); making,
 *     joining or adding to a further one is {@code forbidden}
 */
@ConfigurationProperties("chat.rooms")
public record RoomSettings(
    @DefaultValue("true") boolean autoCreate,
    @DefaultValue("0") long cachedMembers,
    @DefaultValue("100000") int maxMembers,
    @DefaultValue("10000") int maxPerUser) {

  private static final int CACHED_SHARE = 8;
  private static final int HELD_SHARE = 4;

  public RoomSettings {
    SettingBounds.atLeast("chat.rooms.cached-members", cachedMembers, 0);
    SettingBounds.atLeast("chat.rooms.max-members", maxMembers, 2);
    SettingBounds.atLeast("chat.rooms.max-per-user", maxPerUser, 1);
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
