package chat.writer.room;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  protected Optional<SentMessage> message(String room, String sender, String id) {
    return tables.message(room, sender, id);
  }

  @Override
  protected List<Map<String, Object>> rows(String table, Object... namesAndValues) {
    Object[] key =
        IntStream.range(0, namesAndValues.length / 2)
            .mapToObj(i -> namesAndValues[2 * i + 1])
            .toArray();
    return table.equals("room_buckets")
        ? tables.openedBuckets((String) key[0]).stream().map(this::row).toList()
        : tables.rows(table, key);
  }

  private Map<String, Object> row(NewBucket bucket) {
    Map<String, Object> row = new TreeMap<>();
    row.put("room", bucket.room());
    row.put("bucket", bucket.bucket());
    if (bucket.lastMessage() != RoomEnd.UNKNOWN) {
      row.put("last_message", bucket.lastMessage());
    }
    return row;
  }
}
