package chat.gateway.room.rest;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.Names;
import chat.contract.VisibleText;
import chat.contract.event.Role;
import chat.contract.event.Visibility;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.room.RoomNames;
import org.jspecify.annotations.Nullable;

/** Validates fields of requests about rooms. */
public final class Fields {

  private static final int MAX_NAME = 100;
  private static final int MAX_SLOW_MODE_SECONDS = 6 * 60 * 60;

  private Fields() {}

  static String room(@Nullable String room) {
    if (room == null || !Names.isRoom(room)) {
      throw wrong("room", Names.ROOM_PATTERN + " is expected");
    }
    return room;
  }

  /** A name that a client may give to a new room. */
  static String newRoom(@Nullable String room) {
    String name = room(room);
    if (RoomNames.isReserved(name)) {
      throw wrong("room", "names that begin so are given by the system");
    }
    return name;
  }

  /** The display name of a room, checked. */
  public static @Nullable String name(@Nullable String name) {
    if (name != null && !VisibleText.isName(name, MAX_NAME)) {
      throw wrong("name", "1.." + MAX_NAME + " characters that show something are expected");
    }
    return name;
  }

  /** Who may find and read a room, checked. */
  public static Visibility visibility(@Nullable String word) {
    return Visibility.of(String.valueOf(word))
        .orElseThrow(() -> wrong("visibility", "public or private is expected"));
  }

  /** A role, checked. */
  public static Role role(String word) {
    return Role.of(word).orElseThrow(() -> wrong("role", "owner, moderator or member is expected"));
  }

  /** The time between two messages of a member, checked. */
  public static @Nullable Integer slowMode(@Nullable Integer seconds) {
    if (seconds != null && (seconds < 0 || seconds > MAX_SLOW_MODE_SECONDS)) {
      throw wrong("slowModeSeconds", "0.." + MAX_SLOW_MODE_SECONDS + " is expected");
    }
    return seconds;
  }

  static int limit(int limit, int max) {
    if (limit < 1 || limit > max) {
      throw wrong("limit", "1.." + max + " is expected");
    }
    return limit;
  }

  static long seq(@Nullable Long seq) {
    if (seq == null || seq < 0 || seq > Seq.MAX) {
      throw wrong("seq", "0..2^53-1 is expected");
    }
    return seq;
  }

  static long time(@Nullable Long millis) {
    if (millis == null || millis < 0 || millis > Seq.MAX) {
      throw wrong("untilAt", "milliseconds since the epoch are expected");
    }
    return millis;
  }

  /** The refusal of a field. */
  public static Refusal wrong(String field, String message) {
    return Refusal.ofField(INVALID_REQUEST, field, message);
  }
}
