package chat.sockets.fanout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of each user and the sign-in of each connection, from authentication until the
 * connection ends. Thread-safe: each user's entry guards that user's connections.
 */
public final class UserConnections {

  private final Map<String, Map<Connection, SignIn>> users = new ConcurrentHashMap<>();

  /**
   * Records the sign-in of a connection: when it is authenticated, and when it presents a token of
   * another sign-in of the same user.
   *
   * @param user the user's id
   */
  public void put(String user, SignIn signIn, Connection connection) {
    boolean[] isNew = new boolean[1];
    users.compute(
        user,
        (id, present) -> {
          // Most users have one connection, and there are very many users.
          Map<Connection, SignIn> connections = present == null ? new HashMap<>(1) : present;
          isNew[0] = connections.put(connection, signIn) == null;
          return connections;
        });
    if (isNew[0]) {
      connection.life().belongsTo(user);
      connection.whenEnded(() -> remove(user, connection));
    }
  }

  /** Whether a user has a connection. */
  public boolean has(String user) {
    return users.containsKey(user);
  }

  /** The number of a user's connections. */
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

  /** A user's connections at this moment. */
  public List<Connection> of(String user) {
    return List.copyOf(signInsOf(user).keySet());
  }

  /** A user's connections with their sign-ins at this moment. */
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
