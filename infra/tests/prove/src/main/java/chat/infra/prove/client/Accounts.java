package chat.infra.prove.client;

import chat.infra.prove.history.Cast;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Makes the users and rooms of a run, as a service with its key does. */
public final class Accounts {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int DAY_SECONDS = 86_400;
  private static final int USERS_PER_ROOM = 5;
  private static final int MOST_GUESTS = 4;

  private final Calls calls;
  private final URI gateway;
  private final String key;
  private final String name;
  private final List<String> ids = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();

  /**
   * Makes accounts at a gateway.
   *
   * @param key a service's, with the scopes users, tokens and rooms
   * @param name of the run, which no other run has
   */
  public Accounts(Calls calls, URI gateway, String key, String name) {
    this.calls = calls;
    this.gateway = gateway;
    this.key = key;
    this.name = name;
  }

  /**
   * Makes all accounts.
   *
   * @param senders number of users that send; each is in two rooms, of which every third is private
   * @param listeners number of further clients that only listen, as other devices of the users
   */
  public Participants make(int senders, int listeners) throws IOException {
    int count = Math.max(3, senders / USERS_PER_ROOM);
    List<List<Integer>> joins = new ArrayList<>();
    List<Integer> userOf = new ArrayList<>();
    for (int client = 0; client < senders; client++) {
      userOf.add(user());
      joins.add(List.copyOf(new TreeSet<>(List.of(client % count, (client * 3 + 1) % count))));
    }
    List<Cast.Room> rooms = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int room = 0; room < count; room++) {
      Cast.Room made = room(room, joins);
      owners.add(made.members().iterator().next());
      rooms.add(made);
      make(made, owners.get(room));
    }
    Map<Integer, Integer> guests = new HashMap<>();
    for (int room = 0; room < count && guests.size() < MOST_GUESTS; room++) {
      if (rooms.get(room).isPrivate()) {
        guests.put(room, userOf.size());
        userOf.add(user());
        joins.add(List.of());
      }
    }
    int stranger = userOf.size();
    userOf.add(user());
    joins.add(List.of());
    for (int i = 0; i < listeners; i++) {
      userOf.add(i % senders);
      joins.add(joins.get(i % senders));
    }
    Cast cast = new Cast(ids.size(), userOf, rooms);
    return new Participants(cast, tokens, ids, joins, guests, owners, stranger, senders);
  }

  private int user() throws IOException {
    String id = name + "-" + ids.size();
    service("PUT", "/api/server/users/" + id, Map.of("username", id));
    tokens.add(
        calls
            .call(
                gateway,
                key,
                "POST",
                "/api/server/users/" + id + "/tokens",
                Map.of("ttlSeconds", DAY_SECONDS),
                PATIENCE)
            .path("accessToken")
            .stringValue());
    ids.add(id);
    return ids.size() - 1;
  }

  private Cast.Room room(int room, List<List<Integer>> joins) {
    List<Integer> members =
        IntStream.range(0, joins.size())
            .filter(client -> joins.get(client).contains(room))
            .boxed()
            .toList();
    return new Cast.Room(name + "-" + room, room % 3 == 2, new TreeSet<>(members));
  }

  private void make(Cast.Room room, int owner) throws IOException {
    String visibility = room.isPrivate() ? "private" : "public";
    service(
        "PUT",
        "/api/server/rooms/" + room.name(),
        Map.of("visibility", visibility, "owner", ids.get(owner)));
    List<Map<String, String>> add =
        room.members().stream()
            .filter(user -> user != owner)
            .map(user -> Map.of("user", ids.get(user)))
            .toList();
    service("POST", "/api/server/rooms/" + room.name() + "/members", Map.of("add", add));
  }

  private void service(String method, String path, Map<String, ?> body) throws IOException {
    var unused = calls.call(gateway, key, method, path, body, PATIENCE);
  }
}
