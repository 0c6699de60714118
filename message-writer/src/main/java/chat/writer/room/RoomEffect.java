package chat.writer.room;

import chat.contract.Author;
import chat.contract.event.Role;
import org.jspecify.annotations.Nullable;

/** The effects of events on a room and its members. */
public sealed interface RoomEffect extends Effect {

  /** The room. */
  String room();

  /**
   * The properties of a room.
   *
   * @param kind public, private or direct
   * @param createdAt time of its creation, in milliseconds since the epoch; null: unchanged
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
   * The application's data of a room.
   *
   * @param data as JSON; null for none
   */
  record RoomDataSet(String room, @Nullable String data, long seq) implements RoomEffect {}

  /**
   * The last activity of a room.
   *
   * @param at when the log appended the event, in milliseconds since the epoch
   * @param seq of the last event
   */
  record RoomActive(String room, long at, long seq) implements RoomEffect {}

  /** A room is listed publicly. */
  record RoomListed(String room, String name, long seq) implements RoomEffect {}

  /** A room is no longer listed. */
  record RoomUnlisted(String room, long seq) implements RoomEffect {}

  /** A room is deleted: it has no members, bans and mutes any more. */
  record RoomEnded(String room, long seq) implements RoomEffect {}

  /** A deleted room's list of members is empty, and the members' lists no longer have the room. */
  record MembersGone(String room, long seq) implements RoomEffect {}

  /**
   * A user is a member of a room.
   *
   * @param joinedAt start of the membership, in milliseconds since the epoch; null: unchanged
   */
  record MemberSet(String room, Author user, Role role, @Nullable Long joinedAt, long seq)
      implements RoomEffect {}

  /** A user is no longer a member. */
  record MemberGone(String room, String user, long seq) implements RoomEffect {}

  /** A user's list no longer has a room; the room's own list of members is removed as a whole. */
  record RoomGone(String room, String user, long seq) implements RoomEffect {}

  /**
   * The number of members.
   *
   * @param seq of the last event that changed it
   */
  record MembersCounted(String room, int count, long seq) implements RoomEffect {}

  /** A user is banned. */
  record Banned(String room, Author user, @Nullable Author by, long at, long seq)
      implements RoomEffect {}

  /** The author of a ban is removed, because that account was erased. */
  record BannerForgotten(String room, String user, long seq) implements RoomEffect {}

  /** A user is no longer banned. */
  record Unbanned(String room, String user, long seq) implements RoomEffect {}

  /** A user is muted. */
  record Muted(String room, String user, long untilAt, long seq) implements RoomEffect {}

  /** A user is no longer muted. */
  record Unmuted(String room, String user, long seq) implements RoomEffect {}
}
