package chat.writer.cassandra;

import chat.writer.room.RoomTables;
import com.datastax.oss.driver.api.core.CqlSession;

/** The writer's tables without a Spring context; opened for benchmarks. */
public final class MeasuredTables {

  private MeasuredTables() {}

  /** The tables in the session's keyspace. */
  public static RoomTables in(CqlSession session) {
    return new CassandraRoomTables(session);
  }
}
