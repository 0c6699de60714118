package chat.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes users and their rooms, through the import of servers. */
final class InboxMembers {

  private final BackEnd backEnd;

  InboxMembers(BackEnd backEnd) {
    this.backEnd = backEnd;
  }

  /**
   * Makes users who share public rooms named {@code bench-0} and so on.
   *
   * @param each rooms of each user
   * @param members members of each room
   * @return the users' access tokens
   */
  List<String> crowd(int users, int each, int members) throws IOException, InterruptedException {
    int rooms = rooms(users, each, members);
    Stream<String> lines =
        Stream.of(
                IntStream.range(0, users).mapToObj(user -> user("crowd-" + user)),
                IntStream.range(0, rooms).mapToObj(room -> publicRoom("bench-" + room)),
                IntStream.range(0, users)
                    .boxed()
                    .flatMap(
                        user ->
                            IntStream.range(0, each)
                                .mapToObj(
                                    room ->
                                        member(
                                            "bench-" + (user * each + room) % rooms,
                                            "crowd-" + user))))
            .flatMap(part -> part);
    BackEnd.Imported unused = backEnd.load(lines);
    List<String> tokens = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      tokens.add(backEnd.token("crowd-" + user));
    }
    return tokens;
  }

  /** The number of rooms in which so many users share. */
  static int rooms(int users, int each, int members) {
    return Math.max(each, users * each / members);
  }

  /**
   * Makes a user who owns private rooms with one message each.
   *
   * @return the user's access token
   */
  String owner(String name, int rooms) throws IOException, InterruptedException {
    Stream<String> lines =
        Stream.of(
                Stream.of(user(name)),
                IntStream.range(0, rooms).mapToObj(room -> privateRoom(name + "-" + room, name)),
                IntStream.range(0, rooms).mapToObj(room -> message(name + "-" + room, name)))
            .flatMap(part -> part);
    BackEnd.Imported unused = backEnd.load(lines);
    return backEnd.token(name);
  }

  private static String user(String id) {
    return "{\"type\":\"user\",\"id\":\"%1$s\",\"username\":\"%1$s\"}".formatted(id);
  }

  private static String publicRoom(String room) {
    return "{\"type\":\"room\",\"room\":\"%s\",\"visibility\":\"public\"}".formatted(room);
  }

  private static String privateRoom(String room, String owner) {
    return "{\"type\":\"room\",\"room\":\"%s\",\"visibility\":\"private\",\"owner\":\"%s\"}"
        .formatted(room, owner);
  }

  private static String member(String room, String user) {
    return "{\"type\":\"member\",\"room\":\"%s\",\"user\":\"%s\",\"role\":\"member\"}"
        .formatted(room, user);
  }

  private static String message(String room, String user) {
    return "{\"type\":\"message\",\"room\":\"%s\",\"user\":\"%s\",\"id\":\"first\",\"content\":\"Hello\",\"at\":1700000000000}"
        .formatted(room, user);
  }
}
