package chat.gateway.room;

import chat.contract.Author;
import chat.contract.Role;
import chat.contract.Visibility;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of rooms in Cassandra. */
final class CassandraRoomStates implements RoomStates {

  private static final int PAGE = 5000;
  private static final String DIRECT = "direct";

  /** What rooms' names begin with, in their order. */
  private static final String FIRST_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

  private final CqlSession session;
  private final PreparedStatement selectRoom;
  private final PreparedStatement selectMembers;
  private final PreparedStatement selectBans;
  private final PreparedStatement selectMutes;
  private final PreparedStatement selectRooms;
  private final PreparedStatement selectPublic;
  private final PreparedStatement selectCount;

  CassandraRoomStates(CqlSession session) {
    this.session = session;
    this.selectRoom =
        prepare(
            "SELECT visibility, name, slow_mode_seconds, created_at, deleted"
                + " FROM rooms WHERE room = ?");
    this.selectMembers =
        prepare("SELECT user_id, username, role, joined_at FROM room_members WHERE room = ?");
    this.selectBans =
        prepare(
            "SELECT user_id, username, by_id, by_username, banned_at"
                + " FROM room_bans WHERE room = ?");
    this.selectMutes = prepare("SELECT user_id, until_at FROM room_mutes WHERE room = ?");
    this.selectRooms = prepare("SELECT room FROM rooms_of_user WHERE user_id = ?");
    this.selectPublic =
        prepare(
            "SELECT room, name FROM public_rooms WHERE first = ? AND room >= ? AND room < ? LIMIT"
                + " ?");
    this.selectCount = prepare("SELECT member_count FROM rooms WHERE room = ?");
  }

  @Override
  public CompletionStage<RoomState> load(String room) {
    return session
        .executeAsync(selectRoom.bind(room))
        .thenApply(AsyncResultSet::one)
        .thenCompose(
            row -> {
              RoomState state = new RoomState(room);
              return row == null || row.isNull("visibility")
                  ? CompletableFuture.completedFuture(state)
                  : fill(state, row);
            });
  }

  @Override
  public CompletionStage<RoomState> describe(String room) {
    return session
        .executeAsync(selectRoom.bind(room))
        .thenApply(AsyncResultSet::one)
        .thenApply(
            row -> {
              RoomState state = new RoomState(room);
              if (row != null && !row.isNull("visibility")) {
                describe(state, row);
              }
              return state;
            });
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

  /** One first letter after the other, until there are enough. */
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

  private CompletionStage<List<PublicRoom>> counted(Iterable<Row> rows) {
    List<CompletableFuture<PublicRoom>> rooms = new ArrayList<>();
    for (Row row : rows) {
      String room = text(row, "room");
      String name = text(row, "name");
      rooms.add(
          session
              .executeAsync(selectCount.bind(room))
              .thenApply(AsyncResultSet::one)
              .thenApply(
                  count ->
                      new PublicRoom(room, name, count == null ? 0 : count.getInt("member_count")))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(rooms.toArray(CompletableFuture[]::new))
        .thenApply(done -> rooms.stream().map(CompletableFuture::join).toList());
  }

  private static void describe(RoomState state, Row row) {
    String visibility = text(row, "visibility");
    state.restore(
        visibility.equals(DIRECT)
            ? Visibility.PRIVATE
            : Visibility.of(visibility).orElse(Visibility.PRIVATE),
        visibility.equals(DIRECT),
        text(row, "name"),
        row.getInt("slow_mode_seconds"),
        millis(row, "created_at"),
        row.getBoolean("deleted"));
  }

  private CompletionStage<RoomState> fill(RoomState state, Row row) {
    describe(state, row);
    String room = state.room();
    return CompletableFuture.allOf(
            read(selectMembers.bind(room), member -> state.restore(member(member)))
                .toCompletableFuture(),
            read(selectBans.bind(room), ban -> state.restore(ban(ban))).toCompletableFuture(),
            read(
                    selectMutes.bind(room),
                    mute -> state.restoreMute(text(mute, "user_id"), millis(mute, "until_at")))
                .toCompletableFuture())
        .thenApply(done -> state);
  }

  private static Member member(Row row) {
    Role role = Role.of(text(row, "role")).orElse(Role.MEMBER);
    return new Member(author(row, "user_id", "username"), role, millis(row, "joined_at"));
  }

  private static Ban ban(Row row) {
    return new Ban(
        author(row, "user_id", "username"),
        row.isNull("by_id") ? null : author(row, "by_id", "by_username"),
        millis(row, "banned_at"));
  }

  private static Author author(Row row, String id, String username) {
    return new Author(text(row, id), text(row, username));
  }

  private static long millis(Row row, String column) {
    Instant instant = row.getInstant(column);
    return instant == null ? 0 : instant.toEpochMilli();
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
