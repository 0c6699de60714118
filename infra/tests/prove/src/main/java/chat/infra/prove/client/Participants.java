package chat.infra.prove.client;

import chat.infra.prove.history.Cast;
import java.util.List;
import java.util.Map;

/**
 * The accounts of a run.
 *
 * @param tokens access tokens, by user
 * @param ids the users' ids, by user
 * @param joins the rooms that each client joins at its begin, by client
 * @param guests the user that is added to and removed from a private room, by room
 * @param owners the owner of each room
 * @param stranger the client that may read no private room
 * @param senders the number of clients that send, which are the first ones
 */
public record Participants(
    Cast cast,
    List<String> tokens,
    List<String> ids,
    List<List<Integer>> joins,
    Map<Integer, Integer> guests,
    List<Integer> owners,
    int stranger,
    int senders) {

  public Participants {
    tokens = List.copyOf(tokens);
    ids = List.copyOf(ids);
    joins = List.copyOf(joins);
    guests = Map.copyOf(guests);
    owners = List.copyOf(owners);
  }

  String token(int client) {
    return tokens.get(cast.userOf().get(client));
  }

  List<String> roomNames() {
    return cast.rooms().stream().map(Cast.Room::name).toList();
  }
}
