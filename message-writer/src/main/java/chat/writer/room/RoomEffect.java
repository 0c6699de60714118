package chat.writer.room;

import chat.contract.Author;
import chat.contract.Role;
import org.jspecify.annotations.Nullable;

/** What events make of a room and of who belongs to it. */
public sealed interface RoomEffect extends Effect {

  /** Whose room it is. */
  String room();

  /**
   * What a room is.
   *
   * @param kind public, private or direct
   * @param createdAt when it came into being, in milliseconds since the epoch; null: as known
   */
  record RoomDescribed(
      String room,
      String kind,
      String name,
      int slowModeSeconds,
      @Nullable Long createdAt,
      long seq)
      implements RoomEffect {}

  /**
   * Something happened in a room.
   *
   * @param at when the log took it, in milliseconds since the epoch
   * @param seq of the last event
   */
  record RoomActive(String room, long at, long seq) implements RoomEffect {}

  /** A room can be found by all. */
  record RoomListed(String room, String name, long seq) implements RoomEffect {}

  /** A room can't be found any more. */
  record RoomUnlisted(String room, long seq) implements RoomEffect {}

  /** A room is deleted: it has no members any more, and no bans and mutes. */
  record RoomEnded(String room, long seq) implements RoomEffect {}

  /** A deleted room's own list of members is empty; their lists have the room no more. */
  record MembersGone(String room, long seq) implements RoomEffect {}

  /**
   * Somebody belongs to a room.
   *
   * @param joinedAt since when, in milliseconds since the epoch; null: as known
   */
  record MemberSet(String room, Author user, Role role, @Nullable Long joinedAt, long seq)
      implements RoomEffect {}

  /** Somebody does not belong to a room any more. */
  record MemberGone(String room, String user, long seq) implements RoomEffect {}

  /** Somebody's list has a room no more; the room's own list of members goes as a whole. */
  record RoomGone(String room, String user, long seq) implements RoomEffect {}

  /**
   * How many belong to a room.
   *
   * @param seq of the last event that changed it
   */
  record MembersCounted(String room, int count, long seq) implements RoomEffect {}

  /** Somebody may not come back. */
  record Banned(String room, Author user, @Nullable Author by, long at, long seq)
      implements RoomEffect {}

  /** It is not known any more who said at an event that somebody may not come back. */
  record BannerForgotten(String room, String user, long seq) implements RoomEffect {}

  /** Somebody may come back. */
  record Unbanned(String room, String user, long seq) implements RoomEffect {}

  /** Somebody may not write for a while. */
  record Muted(String room, String user, long untilAt, long seq) implements RoomEffect {}

  /** Somebody may write. */
  record Unmuted(String room, String user, long seq) implements RoomEffect {}
}
