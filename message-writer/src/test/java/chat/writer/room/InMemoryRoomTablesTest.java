package chat.writer.room;

import java.util.Optional;

class InMemoryRoomTablesTest extends RoomTablesContract {

  private final InMemoryRoomTables tables = new InMemoryRoomTables();

  @Override
  protected RoomTables tables() {
    return tables;
  }

  @Override
  protected Optional<SentMessage> message(String room, String sender, String id) {
    return tables.message(room, sender, id);
  }
}
