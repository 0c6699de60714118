package chat.writer.cassandra;

import chat.infra.devstack.Backends;
import chat.writer.TestKeyspace;
import chat.writer.room.RoomTables;
import chat.writer.room.RoomTablesContract;
import chat.writer.room.SentMessage;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

class CassandraRoomTablesTest extends RoomTablesContract {

  private static final TestKeyspace KEYSPACE = new TestKeyspace(Backends.shared());

  private final RoomTables tables = new CassandraRoomTables(KEYSPACE.session());

  @AfterAll
  static void drop() {
    KEYSPACE.close();
  }

  @Override
  protected RoomTables tables() {
    return tables;
  }

  @Override
  protected Optional<SentMessage> message(String room, String sender, String id) {
    return Optional.ofNullable(
            KEYSPACE
                .session()
                .execute(
                    "SELECT seq, digest FROM message_ids WHERE room = ? AND sender = ? AND id = ?",
                    room,
                    sender,
                    id)
                .one())
        .map(row -> new SentMessage(room, sender, id, row.getLong("seq"), row.getInt("digest")));
  }
}
