package chat.writer.room;

import chat.writer.erasure.NamedEvents;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class InMemoryRoomTablesTest extends RoomTablesContract {

  private final InMemoryRoomTables tables = new InMemoryRoomTables();

  @Override
  protected RoomTables tables() {
    return tables;
  }

  @Override
  protected NamedEvents namedEvents() {
    return tables;
  }

  @Override
  protected List<Map<String, Object>> rows(String table, Object... namesAndValues) {
    Object[] key =
        IntStream.range(0, namesAndValues.length / 2)
            .mapToObj(i -> namesAndValues[2 * i + 1])
            .toArray();
    return tables.rows(table, key);
  }
}
