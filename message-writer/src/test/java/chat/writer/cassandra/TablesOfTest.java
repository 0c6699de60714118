package chat.writer.cassandra;

import chat.writer.room.RoomTables;
import com.datastax.oss.driver.api.core.CqlSession;

/** The tables in a session's keyspace, for tests of other packages. */
public final class TablesOfTest {

  private TablesOfTest() {}

  public static RoomTables in(CqlSession session) {
    return new CassandraRoomTables(session);
  }
}
