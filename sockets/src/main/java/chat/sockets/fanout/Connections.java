package chat.sockets.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The connections of one shard, in no order. Adding and removing cost the same at any size. */
final class Connections {

  private final List<Connection> connections = new ArrayList<>();

  void add(Connection connection) {
    connection.index = connections.size();
    connections.add(connection);
  }

  void remove(Connection connection) {
    Connection last = connections.remove(connections.size() - 1);
    if (last != connection) {
      connections.set(connection.index, last);
      last.index = connection.index;
    }
  }

  Stream<Connection> stream() {
    return connections.stream();
  }

  int size() {
    return connections.size();
  }

  Connection get(int index) {
    return connections.get(index);
  }

  /** Visits all connections; the task may remove the one that it is given. */
  void forEach(Consumer<Connection> task) {
    for (int i = connections.size() - 1; i >= 0; i--) {
      task.accept(connections.get(i));
    }
  }
}
