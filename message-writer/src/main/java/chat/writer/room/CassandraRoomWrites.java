package chat.writer.room;

import chat.writer.room.RoomEffect.MembersCounted;
import chat.writer.room.RoomEffect.RoomActive;
import chat.writer.room.RoomEffect.RoomDataSet;
import chat.writer.room.RoomEffect.RoomDescribed;
import chat.writer.room.RoomEffect.RoomEnded;
import chat.writer.room.RoomEffect.RoomListed;
import chat.writer.room.RoomEffect.RoomUnlisted;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The statements for rooms; those for users are in {@link CassandraMemberWrites}. */
final class CassandraRoomWrites {

  private final CassandraMemberWrites people;
  private final PreparedStatement describe;
  private final PreparedStatement create;
  private final PreparedStatement setData;
  private final PreparedStatement active;
  private final PreparedStatement list;
  private final PreparedStatement unlist;
  private final PreparedStatement end;
  private final PreparedStatement count;

  CassandraRoomWrites(CassandraStatements statements) {
    people = new CassandraMemberWrites(statements);
    describe =
        statements.prepare(
            "INSERT INTO rooms (room, visibility, name, slow_mode_seconds)"
                + " VALUES (?, ?, ?, ?) USING TIMESTAMP ?");
    create =
        statements.prepare(
            "INSERT INTO rooms (room, visibility, name, slow_mode_seconds, created_at)"
                + " VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?");
    setData = statements.prepare("INSERT INTO rooms (room, data) VALUES (?, ?) USING TIMESTAMP ?");
    active =
        statements.prepare(
            "INSERT INTO room_activity (room, seq, at) VALUES (?, ?, ?) USING TIMESTAMP ?");
    list =
        statements.prepare(
            "INSERT INTO public_rooms (first, room, name) VALUES (?, ?, ?) USING TIMESTAMP ?");
    unlist =
        statements.prepare(
            "DELETE FROM public_rooms USING TIMESTAMP ? WHERE first = ? AND room = ?");
    end =
        statements.prepare(
            "INSERT INTO rooms (room, deleted, member_count) VALUES (?, true, 0)"
                + " USING TIMESTAMP ?");
    count =
        statements.prepare(
            "INSERT INTO rooms (room, member_count) VALUES (?, ?) USING TIMESTAMP ?");
  }

  List<BoundStatement> of(RoomEffect effect) {
    if (effect instanceof RoomDescribed room) {
      return List.of(described(room));
    }
    if (effect instanceof RoomDataSet room) {
      return List.of(setData.bind(room.room(), room.data(), room.seq()));
    }
    if (effect instanceof RoomActive room) {
      Instant at = Instant.ofEpochMilli(room.at());
      return List.of(active.bind(room.room(), room.seq(), at, room.seq()));
    }
    if (effect instanceof RoomListed room) {
      return List.of(list.bind(first(room.room()), room.room(), room.name(), room.seq()));
    }
    if (effect instanceof RoomUnlisted room) {
      return List.of(unlist.bind(room.seq(), first(room.room()), room.room()));
    }
    if (effect instanceof RoomEnded room) {
      List<BoundStatement> ended = new ArrayList<>(people.ended(room));
      ended.add(end.bind(room.room(), room.seq()));
      return ended;
    }
    if (effect instanceof MembersCounted room) {
      return List.of(count.bind(room.room(), room.count(), room.seq()));
    }
    return people.of(effect);
  }

  private BoundStatement described(RoomDescribed room) {
    Long createdAt = room.createdAt();
    return createdAt == null
        ? describe.bind(room.room(), room.kind(), room.name(), room.slowModeSeconds(), room.seq())
        : create.bind(
            room.room(),
            room.kind(),
            room.name(),
            room.slowModeSeconds(),
            Instant.ofEpochMilli(createdAt),
            room.seq());
  }

  private static String first(String room) {
    return room.substring(0, 1);
  }
}
