package chat.writer.room;

import chat.contract.Author;
import chat.writer.room.MessageEffect.BucketBegun;
import chat.writer.room.MessageEffect.EditsForgotten;
import chat.writer.room.MessageEffect.MessageDeleted;
import chat.writer.room.MessageEffect.MessageReacted;
import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.room.MessageEffect.ReactionChanged;
import chat.writer.room.MessageEffect.ReactionsRemoved;
import chat.writer.room.MessageEffect.Rewritten;
import chat.writer.room.MessageEffect.TextChanged;
import chat.writer.room.RemovalEffect.RemovalAdvanced;
import chat.writer.room.RemovalEffect.RemovalBegun;
import chat.writer.room.RemovalEffect.RemovalDone;
import chat.writer.room.RemovalEffect.RemovalsDone;
import chat.writer.room.RoomEffect.Banned;
import chat.writer.room.RoomEffect.BannerForgotten;
import chat.writer.room.RoomEffect.MemberGone;
import chat.writer.room.RoomEffect.MemberSet;
import chat.writer.room.RoomEffect.MembersCounted;
import chat.writer.room.RoomEffect.MembersGone;
import chat.writer.room.RoomEffect.Muted;
import chat.writer.room.RoomEffect.RoomActive;
import chat.writer.room.RoomEffect.RoomDataSet;
import chat.writer.room.RoomEffect.RoomDescribed;
import chat.writer.room.RoomEffect.RoomEnded;
import chat.writer.room.RoomEffect.RoomGone;
import chat.writer.room.RoomEffect.RoomListed;
import chat.writer.room.RoomEffect.RoomUnlisted;
import chat.writer.room.RoomEffect.Unbanned;
import chat.writer.room.RoomEffect.Unmuted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows that effects write, equivalent to the statements for Cassandra. */
final class InMemoryEffects {

  /** One of the rows that an effect writes. */
  @FunctionalInterface
  interface Write {
    void into(LastWrites rows, long timestamp);
  }

  private InMemoryEffects() {}

  /** The writes of an effect, which can be applied separately. */
  static List<Write> of(Effect effect) {
    if (effect instanceof RemovalEffect removal) {
      return of(removal);
    }
    return effect instanceof MessageEffect message ? of(message) : of((RoomEffect) effect);
  }

  /** The hour for which readers leave texts out never ends here. */
  private static List<Write> of(RemovalEffect effect) {
    if (effect instanceof RemovalBegun it) {
      Removal removal = it.removal();
      Map<String, Object> values = Map.of("room", removal.room(), "target", removal.target());
      List<Object> hidden = List.of(removal.room(), removal.target());
      return List.of(
          put("removals", key(removal), values),
          put("texts_going", hidden, Map.of("deletion", removal.seq())));
    }
    if (effect instanceof RemovalAdvanced it) {
      Removal removal = it.removal();
      return List.of(
          (rows, timestamp) ->
              rows.putGreater("removals", timestamp, key(removal), "after", removal.after()));
    }
    if (effect instanceof RemovalDone it) {
      return List.of(remove("removals", key(it.removal())));
    }
    RemovalsDone it = (RemovalsDone) effect;
    return List.of(put("removals_done", List.of(it.partition()), Map.of("done", it.seq())));
  }

  private static List<Object> key(Removal removal) {
    return List.of(removal.partition(), removal.seq());
  }

  private static List<Write> of(MessageEffect effect) {
    if (effect instanceof Rewritten it) {
      return List.of(row(it.room(), it.bucket(), it.target(), it.seq(), value(it.value())));
    }
    if (effect instanceof MessageDeleted it) {
      List<Object> key = List.of(it.room(), it.bucket(), it.target());
      Write event = row(it.room(), it.bucket(), it.target(), it.seq(), value(it.value()));
      return List.of(
          (rows, timestamp) -> {
            event.into(rows, timestamp);
            rows.put("room_messages", timestamp, key, Map.of("deleted", true));
            rows.clear("room_messages", timestamp, key, Set.of("author", "mentions"));
          });
    }
    if (effect instanceof TextChanged it) {
      Map<String, Object> values = new TreeMap<>(value(it.value()));
      values.put("edits/" + it.seq(), it.seq());
      List<Object> key = List.of(it.room(), it.bucket(), it.target());
      Write event = row(it.room(), it.bucket(), it.target(), it.seq(), values);
      return List.of(
          (rows, timestamp) -> {
            event.into(rows, timestamp);
            if (it.mentions().isEmpty()) {
              rows.clear("room_messages", timestamp, key, Set.of("mentions"));
            } else {
              rows.put("room_messages", timestamp, key, Map.of("mentions", it.mentions()));
            }
          });
    }
    if (effect instanceof EditsForgotten it) {
      Set<String> edits = new TreeSet<>();
      it.edits().forEach(edit -> edits.add("edits/" + edit));
      List<Object> key = List.of(it.room(), it.bucket(), it.target());
      return List.of((rows, timestamp) -> rows.clear("room_events", timestamp, key, edits));
    }
    if (effect instanceof ReactionChanged it) {
      List<Object> key = List.of(it.room(), it.bucket(), it.target(), it.emoji(), it.user());
      return List.of(
          it.removed() ? remove("room_reactions", key) : put("room_reactions", key, Map.of()));
    }
    if (effect instanceof MessageReacted it) {
      return List.of(row(it.room(), it.bucket(), it.target(), it.seq(), Map.of("reacted", true)));
    }
    if (effect instanceof ReactionsRemoved it) {
      return List.of(remove("room_reactions", List.of(it.room(), it.bucket(), it.target())));
    }
    if (effect instanceof BucketBegun it) {
      Map<String, Object> values = Map.of("last_message", it.lastMessage());
      return List.of(put("room_buckets", List.of(it.room(), it.bucket()), values));
    }
    PersonNamed it = (PersonNamed) effect;
    return List.of(put("rooms_written", List.of(it.user(), it.room(), it.bucket()), Map.of()));
  }

  private static List<Write> of(RoomEffect effect) {
    List<Object> room = List.of(effect.room());
    if (effect instanceof RoomDescribed it) {
      Map<String, Object> values = new TreeMap<>();
      values.put("visibility", it.kind());
      values.put("name", it.name());
      values.put("slow_mode_seconds", it.slowModeSeconds());
      if (it.createdAt() != null) {
        values.put("created_at", Instant.ofEpochMilli(it.createdAt()));
      }
      return List.of(put("rooms", room, values));
    }
    if (effect instanceof RoomDataSet it) {
      String data = it.data();
      return data == null
          ? List.of(
              put("rooms", room, Map.of()),
              (rows, timestamp) -> rows.clear("rooms", timestamp, room, Set.of("data")))
          : List.of(put("rooms", room, Map.of("data", data)));
    }
    if (effect instanceof RoomActive it) {
      Map<String, Object> last = Map.of("seq", it.seq(), "at", Instant.ofEpochMilli(it.at()));
      return List.of(put("room_activity", room, last));
    }
    if (effect instanceof RoomListed it) {
      return List.of(put("public_rooms", listed(it.room()), Map.of("name", it.name())));
    }
    if (effect instanceof RoomUnlisted it) {
      return List.of(remove("public_rooms", listed(it.room())));
    }
    if (effect instanceof RoomEnded) {
      return List.of(
          put("rooms", room, Map.of("deleted", true, "member_count", 0)),
          remove("room_bans", room),
          remove("room_mutes", room));
    }
    if (effect instanceof MembersCounted it) {
      return List.of(put("rooms", room, Map.of("member_count", it.count())));
    }
    return people(effect);
  }

  private static List<Write> people(RoomEffect effect) {
    if (effect instanceof MemberSet it) {
      return set(it);
    }
    if (effect instanceof MemberGone it) {
      return List.of(
          remove("room_members", List.of(it.room(), it.user())),
          remove("rooms_of_user", List.of(it.user(), it.room())));
    }
    if (effect instanceof MembersGone it) {
      return List.of(remove("room_members", List.of(it.room())));
    }
    if (effect instanceof RoomGone it) {
      return List.of(remove("rooms_of_user", List.of(it.user(), it.room())));
    }
    if (effect instanceof Banned it) {
      Map<String, Object> values = new TreeMap<>();
      values.put("username", it.user().username());
      values.put("banned_at", Instant.ofEpochMilli(it.at()));
      Author by = it.by();
      if (by != null) {
        values.put("by_id", by.id());
        values.put("by_username", by.username());
      }
      return List.of(put("room_bans", List.of(it.room(), it.user().id()), values));
    }
    if (effect instanceof BannerForgotten it) {
      List<Object> key = List.of(it.room(), it.user());
      return List.of(
          (rows, timestamp) ->
              rows.clear("room_bans", timestamp + 1, key, Set.of("by_id", "by_username")));
    }
    if (effect instanceof Unbanned it) {
      return List.of(remove("room_bans", List.of(it.room(), it.user())));
    }
    if (effect instanceof Muted it) {
      Map<String, Object> until = Map.of("until_at", Instant.ofEpochMilli(it.untilAt()));
      return List.of(put("room_mutes", List.of(it.room(), it.user()), until));
    }
    Unmuted it = (Unmuted) effect;
    return List.of(remove("room_mutes", List.of(it.room(), it.user())));
  }

  private static List<Write> set(MemberSet member) {
    Map<String, Object> values = new TreeMap<>();
    values.put("role", member.role().word());
    if (member.joinedAt() != null) {
      values.put("joined_at", Instant.ofEpochMilli(member.joinedAt()));
    }
    Map<String, Object> named = new TreeMap<>(values);
    named.put("username", member.user().username());
    return List.of(
        put("room_members", List.of(member.room(), member.user().id()), named),
        put("rooms_of_user", List.of(member.user().id(), member.room()), values));
  }

  private static List<Object> listed(String room) {
    return List.of(room.substring(0, 1), room);
  }

  private static Map<String, Object> value(byte[] value) {
    return Map.of("value", value);
  }

  private static Write row(
      String room, long bucket, long seq, long changed, Map<String, Object> values) {
    Map<String, Object> all = new TreeMap<>(values);
    all.put("changed", changed);
    return put("room_events", List.of(room, bucket, seq), all);
  }

  private static Write put(String table, List<Object> key, Map<String, Object> values) {
    return (rows, timestamp) -> rows.put(table, timestamp, key, values);
  }

  private static Write remove(String table, List<Object> key) {
    return (rows, timestamp) -> rows.remove(table, timestamp, key);
  }

  /** Each element of a set has a timestamp too: here they are values named after the elements. */
  static Set<Long> edits(Map<String, Object> row) {
    Set<Long> edits = new TreeSet<>();
    row.forEach(
        (column, value) -> {
          if (column.startsWith("edits/")) {
            edits.add((Long) value);
          }
        });
    return edits;
  }
}
