package chat.gateway.room;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What rooms there are and how many are kept in mind.
 *
 * @param autoCreate whether a room that nobody made comes into being, public, by its first message,
 *     socket or member
 * @param cachedMembers how many members of rooms are kept in memory, in all
 * @param maxMembers the most members of one room
 * @param maxPerUser the most rooms that one user is a member of
 */
@ConfigurationProperties("chat.rooms")
record RoomSettings(
    @DefaultValue("true") boolean autoCreate,
    @DefaultValue("2000000") long cachedMembers,
    @DefaultValue("100000") int maxMembers,
    @DefaultValue("10000") int maxPerUser) {

  RoomSettings {
    if (cachedMembers < 1) {
      throw new IllegalArgumentException("cachedMembers: " + cachedMembers + " (expected: > 0)");
    }
    if (maxMembers < 2) {
      throw new IllegalArgumentException("maxMembers: " + maxMembers + " (expected: > 1)");
    }
    if (maxPerUser < 1) {
      throw new IllegalArgumentException("maxPerUser: " + maxPerUser + " (expected: > 0)");
    }
  }
}
