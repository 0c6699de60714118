package chat.writer.room;

import chat.contract.Author;
import chat.writer.room.RoomEffect.Banned;
import chat.writer.room.RoomEffect.BannerForgotten;
import chat.writer.room.RoomEffect.MemberGone;
import chat.writer.room.RoomEffect.MemberSet;
import chat.writer.room.RoomEffect.MembersGone;
import chat.writer.room.RoomEffect.Muted;
import chat.writer.room.RoomEffect.RoomEnded;
import chat.writer.room.RoomEffect.RoomGone;
import chat.writer.room.RoomEffect.Unbanned;
import chat.writer.room.RoomEffect.Unmuted;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Instant;
import java.util.List;

/**
 * The statements for members, bans and mutes of a room. Leaves out values that an event doesn't
 * have: a null would remove the stored one.
 */
final class CassandraMemberWrites {

  private final PreparedStatement setMember;
  private final PreparedStatement setRole;
  private final PreparedStatement setRoomOfUser;
  private final PreparedStatement setRoleOfUser;
  private final PreparedStatement removeMember;
  private final PreparedStatement removeRoomOfUser;
  private final PreparedStatement ban;
  private final PreparedStatement banWithoutAuthor;
  private final PreparedStatement forgetBanner;
  private final PreparedStatement unban;
  private final PreparedStatement mute;
  private final PreparedStatement unmute;
  private final PreparedStatement removeMembers;
  private final List<PreparedStatement> empty;

  CassandraMemberWrites(CassandraStatements statements) {
    setMember =
        statements.prepare(
            "INSERT INTO room_members (room, user_id, username, role, joined_at)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
    setRole =
        statements.prepare(
            "INSERT INTO room_members (room, user_id, username, role)"
                + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
    setRoomOfUser =
        statements.prepare(
            "INSERT INTO rooms_of_user (user_id, room, role, joined_at)"
                + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
    setRoleOfUser =
        statements.prepare(
            "INSERT INTO rooms_of_user (user_id, room, role) VALUES (?, ?, ?) USING TIMESTAMP ?");
    removeMember = statements.prepare(remove("room_members"));
    removeRoomOfUser = statements.prepare(remove("rooms_of_user"));
    ban =
        statements.prepare(
            "INSERT INTO room_bans (room, user_id, username, banned_at, by_id, by_username)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    banWithoutAuthor =
        statements.prepare(
            "INSERT INTO room_bans (room, user_id, username, banned_at)"
                + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
    forgetBanner =
        statements.prepare(
            "UPDATE room_bans USING TIMESTAMP ? SET by_id = null, by_username = null"
                + " WHERE room = ? AND user_id = ?");
    unban = statements.prepare(remove("room_bans"));
    mute =
        statements.prepare(
            "INSERT INTO room_mutes (room, user_id, until_at) VALUES (?, ?, ?) USING TIMESTAMP ?");
    unmute = statements.prepare(remove("room_mutes"));
    removeMembers = statements.prepare(removeAll("room_members"));
    empty =
        List.of("room_bans", "room_mutes").stream()
            .map(CassandraMemberWrites::removeAll)
            .map(statements::prepare)
            .toList();
  }

  List<BoundStatement> of(RoomEffect effect) {
    if (effect instanceof MemberSet member) {
      return set(member);
    }
    if (effect instanceof MemberGone gone) {
      return List.of(
          remove(removeMember, gone.room(), gone.user(), gone.seq()),
          remove(removeRoomOfUser, gone.room(), gone.user(), gone.seq()));
    }
    if (effect instanceof MembersGone gone) {
      return List.of(removeMembers.bind(gone.seq(), gone.room()));
    }
    if (effect instanceof RoomGone gone) {
      return List.of(remove(removeRoomOfUser, gone.room(), gone.user(), gone.seq()));
    }
    if (effect instanceof Banned banned) {
      return List.of(ban(banned));
    }
    if (effect instanceof BannerForgotten ban) {
      // The timestamp is between the ban and the next one, so a later ban keeps its author.
      return List.of(remove(forgetBanner, ban.room(), ban.user(), ban.seq() + 1));
    }
    if (effect instanceof Unbanned free) {
      return List.of(remove(unban, free.room(), free.user(), free.seq()));
    }
    if (effect instanceof Muted muted) {
      Instant until = Instant.ofEpochMilli(muted.untilAt());
      return List.of(mute.bind(muted.room(), muted.user(), until, muted.seq()));
    }
    if (effect instanceof Unmuted free) {
      return List.of(remove(unmute, free.room(), free.user(), free.seq()));
    }
    throw new IllegalArgumentException("effect: " + effect + " (expected: one about people)");
  }

  /** Clears the lists of banned and muted users. */
  List<BoundStatement> ended(RoomEnded room) {
    return empty.stream().map(all -> all.bind(room.seq(), room.room())).toList();
  }

  private List<BoundStatement> set(MemberSet member) {
    String room = member.room();
    Author user = member.user();
    String role = member.role().word();
    long seq = member.seq();
    Long joinedAt = member.joinedAt();
    if (joinedAt == null) {
      return List.of(
          setRole.bind(room, user.id(), user.username(), role, seq),
          setRoleOfUser.bind(user.id(), room, role, seq));
    }
    Instant joined = Instant.ofEpochMilli(joinedAt);
    return List.of(
        setMember.bind(room, user.id(), user.username(), role, joined, seq),
        setRoomOfUser.bind(user.id(), room, role, joined, seq));
  }

  private BoundStatement ban(Banned banned) {
    Author user = banned.user();
    Author by = banned.by();
    Instant at = Instant.ofEpochMilli(banned.at());
    return by == null
        ? banWithoutAuthor.bind(banned.room(), user.id(), user.username(), at, banned.seq())
        : ban.bind(
            banned.room(), user.id(), user.username(), at, by.id(), by.username(), banned.seq());
  }

  private static BoundStatement remove(
      PreparedStatement removal, String room, String user, long seq) {
    return removal.bind(seq, room, user);
  }

  private static String removeAll(String table) {
    return "DELETE FROM " + table + " USING TIMESTAMP ? WHERE room = ?";
  }

  private static String remove(String table) {
    return "DELETE FROM " + table + " USING TIMESTAMP ? WHERE room = ? AND user_id = ?";
  }
}
