package chat.sockets.fanout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose the connections of this gateway are, and from which sign-in each comes. A connection is
 * here from the moment its user is known until it ends. Threads may share it; each user's part is
 * guarded by that user's entry.
 */
public final class UserConnections {

  private final Map<String, Map<Connection, SignIn>> users = new ConcurrentHashMap<>();

  /**
   * A connection was authenticated, or goes on with a token of another sign-in of the same user.
   *
   * @param user the account's id
   */
  public void put(String user, SignIn signIn, Connection connection) {
    boolean[] isNew = new boolean[1];
    users.compute(
        user,
        (id, present) -> {
          // Most have one connection, and there are very many of them.
          Map<Connection, SignIn> connections = present == null ? new HashMap<>(1) : present;
          isNew[0] = connections.put(connection, signIn) == null;
          return connections;
        });
    if (isNew[0]) {
      connection.whenEnded(() -> remove(user, connection));
    }
  }

  /** How many a user has. */
  public int count(String user) {
    int[] count = new int[1];
    users.computeIfPresent(
        user,
        (id, connections) -> {
          count[0] = connections.size();
          return connections;
        });
    return count[0];
  }

  /** All of a user's, as of now. */
  public List<Connection> of(String user) {
    return List.copyOf(signInsOf(user).keySet());
  }

  /** From which sign-in each of a user's comes, as of now. */
  public Map<Connection, SignIn> signInsOf(String user) {
    Map<Connection, SignIn> copy = new HashMap<>();
    users.computeIfPresent(
        user,
        (id, connections) -> {
          copy.putAll(connections);
          return connections;
        });
    return copy;
  }

  private void remove(String user, Connection connection) {
    users.computeIfPresent(
        user,
        (id, connections) -> {
          connections.remove(connection);
          return connections.isEmpty() ? null : connections;
        });
  }
}
