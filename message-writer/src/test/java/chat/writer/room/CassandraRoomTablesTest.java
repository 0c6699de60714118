package chat.writer.room;

import chat.writer.TestKeyspace;
import chat.writer.erasure.CassandraNamedEvents;
import chat.writer.erasure.NamedEvents;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

class CassandraRoomTablesTest extends RoomTablesContract {

  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();

  private final RoomTables tables = new CassandraRoomTables(KEYSPACE.session());

  @Override
  protected RoomTables tables() {
    return tables;
  }

  @Override
  protected NamedEvents namedEvents() {
    return new CassandraNamedEvents(KEYSPACE.session());
  }

  @Override
  protected List<Map<String, Object>> rows(String table, Object... namesAndValues) {
    StringJoiner where = new StringJoiner(" AND ", " WHERE ", "");
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      where.add(namesAndValues[i] + " = ?");
      values.add(namesAndValues[i + 1]);
    }
    return KEYSPACE
        .session()
        .execute("SELECT * FROM " + table + where, values.toArray())
        .all()
        .stream()
        .map(CassandraRoomTablesTest::values)
        .toList();
  }

  private static Map<String, Object> values(Row row) {
    Map<String, Object> values = new TreeMap<>();
    for (ColumnDefinition column : row.getColumnDefinitions()) {
      // A list that is missing is read as an empty one.
      Object value = row.isNull(column.getName()) ? null : row.getObject(column.getName());
      if (value != null) {
        values.put(column.getName().asInternal(), value);
      }
    }
    return values;
  }
}
