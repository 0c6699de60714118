package chat.upload.access;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import org.springframework.stereotype.Component;

/** Rooms as the message writer keeps them: as old as what it has not written yet. */
@Component
final class CassandraRoomAccess implements RoomAccess {

  private static final String ALWAYS_THERE = "general";
  private static final String PUBLIC = "public";

  private final CqlSession session;
  private final PreparedStatement selectRoom;
  private final PreparedStatement selectMember;
  private final PreparedStatement selectBan;

  CassandraRoomAccess(CqlSession session) {
    this.session = session;
    this.selectRoom = prepare("SELECT visibility, deleted FROM rooms WHERE room = ?");
    this.selectMember = prepare("SELECT user_id FROM room_members WHERE room = ? AND user_id = ?");
    this.selectBan = prepare("SELECT user_id FROM room_bans WHERE room = ? AND user_id = ?");
  }

  @Override
  public Standing standing(String room, String user) {
    Row row = session.execute(selectRoom.bind(room)).one();
    String visibility = row == null ? null : row.getString("visibility");
    if (row != null && row.getBoolean("deleted")) {
      return Standing.STRANGER;
    }
    if (visibility == null && !room.equals(ALWAYS_THERE)) {
      return Standing.NOT_MADE;
    }
    if (visibility == null || visibility.equals(PUBLIC)) {
      return isIn(selectBan, room, user) ? Standing.BANNED : Standing.READER;
    }
    return isIn(selectMember, room, user) ? Standing.READER : Standing.STRANGER;
  }

  private boolean isIn(PreparedStatement select, String room, String user) {
    return session.execute(select.bind(room, user)).one() != null;
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
