package chat.gateway.room;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of rooms in Cassandra. */
final class CassandraRoomStates implements RoomStates {

  private static final int PAGE = 5000;

  /** The first characters of room names, sorted. */
  private static final String FIRST_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

  private final CqlSession session;
  private final RoomRows rows;
  private final PreparedStatement selectRooms;
  private final PreparedStatement selectPublic;
  private final PreparedStatement selectCounts;

  CassandraRoomStates(CqlSession session) {
    this.session = session;
    this.rows = new RoomRows(session);
    this.selectRooms = prepare("SELECT room FROM rooms_of_user WHERE user_id = ?");
    this.selectPublic =
        prepare(
            "SELECT room, name FROM public_rooms WHERE first = ? AND room >= ? AND room < ? LIMIT"
                + " ?");
    this.selectCounts = prepare("SELECT room, member_count FROM rooms WHERE room IN ?");
  }

  @Override
  public CompletionStage<RoomState> load(String room) {
    return rows.load(room);
  }

  @Override
  public CompletionStage<RoomState> describe(String room) {
    return rows.describe(room);
  }

  @Override
  public CompletionStage<List<String>> roomsOf(String user) {
    List<String> rooms = new ArrayList<>();
    return read(selectRooms.bind(user), row -> rooms.add(text(row, "room")))
        .thenApply(done -> rooms);
  }

  @Override
  public CompletionStage<List<PublicRoom>> search(String prefix, String after, int limit) {
    String from = after.compareTo(prefix) > 0 ? after : prefix;
    int letter = from.isEmpty() ? 0 : FIRST_LETTERS.indexOf(from.charAt(0));
    return letter < 0
        ? CompletableFuture.completedFuture(List.of())
        : search(new Search(prefix, after, limit), letter, new ArrayList<>());
  }

  private record Search(String prefix, String after, int limit) {

    boolean isOver(int letter, int found) {
      return letter == FIRST_LETTERS.length()
          || found >= limit
          || (!prefix.isEmpty() && FIRST_LETTERS.charAt(letter) != prefix.charAt(0));
    }
  }

  /** Searches one first letter after the other, until there are enough rooms. */
  private CompletionStage<List<PublicRoom>> search(
      Search search, int letter, List<PublicRoom> found) {
    if (search.isOver(letter, found.size())) {
      return CompletableFuture.completedFuture(found);
    }
    return session
        .executeAsync(select(search, letter, search.limit - found.size()))
        .thenCompose(rows -> counted(rows.currentPage()))
        .thenCompose(
            rooms -> {
              found.addAll(rooms);
              return search(search, letter + 1, found);
            });
  }

  private BoundStatement select(Search search, int letter, int limit) {
    String next = search.after.isEmpty() ? "" : search.after + '\0';
    return selectPublic.bind(
        FIRST_LETTERS.substring(letter, letter + 1),
        next.compareTo(search.prefix) > 0 ? next : search.prefix,
        search.prefix + Character.MAX_VALUE,
        limit);
  }

  /** Counts the members of all found rooms by one query. */
  private CompletionStage<List<PublicRoom>> counted(Iterable<Row> rows) {
    Map<String, String> names = new LinkedHashMap<>();
    rows.forEach(row -> names.put(text(row, "room"), text(row, "name")));
    if (names.isEmpty()) {
      return CompletableFuture.completedStage(List.of());
    }
    Map<String, Integer> counts = new HashMap<>();
    return read(
            selectCounts.bind(List.copyOf(names.keySet())),
            row -> counts.put(text(row, "room"), row.getInt("member_count")))
        .thenApply(
            done ->
                names.entrySet().stream()
                    .map(room -> publicRoom(room.getKey(), room.getValue(), counts))
                    .toList());
  }

  private static PublicRoom publicRoom(String room, String name, Map<String, Integer> counts) {
    return new PublicRoom(room, name, counts.getOrDefault(room, 0));
  }

  private static String text(Row row, String column) {
    @Nullable String text = row.getString(column);
    return Objects.requireNonNull(text, column);
  }

  private CompletionStage<Void> read(BoundStatement select, Consumer<Row> taker) {
    return session.executeAsync(select).thenCompose(rows -> pages(rows, taker));
  }

  private static CompletionStage<Void> pages(AsyncResultSet rows, Consumer<Row> taker) {
    rows.currentPage().forEach(taker);
    return rows.hasMorePages()
        ? rows.fetchNextPage().thenCompose(more -> pages(more, taker))
        : CompletableFuture.completedStage(null);
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(
        SimpleStatement.builder(cql).setIdempotence(true).setPageSize(PAGE).build());
  }
}
