package chat.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes users and their rooms, through the import of servers. */
final class InboxMembers {

  /** Rooms that get their members at the same time. */
  private static final int GROUP = 200;

  private final BackEnd backEnd;

  InboxMembers(BackEnd backEnd) {
    this.backEnd = backEnd;
  }

  /**
   * Makes users and the public rooms {@code bench-0} and so on, in which they share.
   *
   * @param each rooms of each user
   * @param members members of each room
   */
  void crowd(int users, int each, int members) throws IOException, InterruptedException {
    BackEnd.Imported unused =
        backEnd.load(
            Stream.concat(
                IntStream.range(0, users).mapToObj(user -> user("crowd-" + user)),
                IntStream.range(0, rooms(users, each, members))
                    .mapToObj(room -> publicRoom("bench-" + room))));
  }

  /** The access tokens of the first users. */
  List<String> tokens(int users) throws IOException, InterruptedException {
    List<String> tokens = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      tokens.add(backEnd.token("crowd-" + user));
    }
    return tokens;
  }

  /**
   * Makes the users members of the rooms.
   *
   * @param byRoom whether {@value #GROUP} rooms get all of their members before the next ones do:
   *     each line of an import has its room to itself, so lines of one room alone wait for one
   *     another; else the lines of a user come together
   * @param after is told after each tenth, with the joins a second in it
   */
  void join(int users, int each, int members, boolean byRoom, LongConsumer after)
      throws IOException, InterruptedException {
    int rooms = rooms(users, each, members);
    int all = users * each;
    int[] order =
        byRoom
            ? groups(rooms).flatMap(group -> membersOf(group, rooms, all)).toArray()
            : IntStream.range(0, all).toArray();
    for (int tenth = 0; tenth < 10; tenth++) {
      int from = (int) ((long) all * tenth / 10);
      int to = (int) ((long) all * (tenth + 1) / 10);
      long start = System.nanoTime();
      BackEnd.Imported unused =
          backEnd.load(
              IntStream.range(from, to)
                  .map(line -> order[line])
                  .mapToObj(number -> member("bench-" + number % rooms, "crowd-" + number / each)));
      after.accept((to - from) * 1_000_000_000L / (System.nanoTime() - start));
    }
  }

  /** The first rooms of all groups. */
  private static IntStream groups(int rooms) {
    return IntStream.iterate(0, group -> group < rooms, group -> group + GROUP);
  }

  /** Memberships have numbers, by user; every {@code rooms}-th one is of the same room. */
  private static IntStream membersOf(int group, int rooms, int all) {
    int end = Math.min(rooms, group + GROUP);
    return IntStream.iterate(0, first -> first < all, first -> first + rooms)
        .flatMap(first -> IntStream.range(first + group, Math.min(all, first + end)));
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
