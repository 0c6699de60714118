package chat.gateway.room;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Role;
import chat.contract.event.Visibility;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads rooms with their members, bans and mutes. Rooms asked for at the same time are read
 * together: four queries for sixteen rooms cost far less than sixty-four.
 */
final class RoomRows {

  private static final int PAGE = 5000;
  private static final int QUERIES_AT_ONCE = 4;
  private static final int ROOMS_A_QUERY = 16;
  private static final String DIRECT = "direct";

  private final CqlSession session;
  private final PreparedStatement selectRooms;
  private final PreparedStatement selectMembers;
  private final PreparedStatement selectBans;
  private final PreparedStatement selectMutes;
  private final Batches<String, RoomState> batches =
      new Batches<>(QUERIES_AT_ONCE, ROOMS_A_QUERY, this::read);

  RoomRows(CqlSession session) {
    this.session = session;
    this.selectRooms =
        prepare(
            "SELECT room, visibility, name, slow_mode_seconds, created_at, deleted, data FROM rooms");
    this.selectMembers =
        prepare("SELECT room, user_id, username, role, joined_at FROM room_members");
    this.selectBans =
        prepare("SELECT room, user_id, username, by_id, by_username, banned_at FROM room_bans");
    this.selectMutes = prepare("SELECT room, user_id, until_at FROM room_mutes");
  }

  /** Loads a room; a room unknown to the tables is one that was never created. */
  CompletionStage<RoomState> load(String room) {
    return batches.get(room);
  }

  /** Loads a room without members, bans and mutes. */
  CompletionStage<RoomState> describe(String room) {
    RoomState state = new RoomState(room);
    return describe(List.of(room), Map.of(room, state)).thenApply(made -> state);
  }

  private CompletionStage<Map<String, RoomState>> read(List<String> rooms) {
    Map<String, RoomState> states = new HashMap<>();
    rooms.forEach(room -> states.put(room, new RoomState(room)));
    return describe(rooms, states)
        .thenCompose(
            made ->
                made.isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : CompletableFuture.allOf(
                        read(
                            selectMembers,
                            made,
                            states,
                            (state, row) -> state.restore(member(row))),
                        read(selectBans, made, states, (state, row) -> state.restore(ban(row))),
                        read(
                            selectMutes,
                            made,
                            states,
                            (state, row) ->
                                state.restoreMute(text(row, "user_id"), millis(row, "until_at")))))
        .thenApply(done -> states);
  }

  /** Returns the rooms that were created. */
  private CompletableFuture<List<String>> describe(
      List<String> rooms, Map<String, RoomState> states) {
    List<String> made = new ArrayList<>();
    return read(
            selectRooms,
            rooms,
            states,
            (state, row) -> {
              if (!row.isNull("visibility")) {
                made.add(state.room());
                describe(state, row);
              }
            })
        .thenApply(done -> made);
  }

  private CompletableFuture<Void> read(
      PreparedStatement select,
      List<String> rooms,
      Map<String, RoomState> states,
      BiConsumer<RoomState, Row> taker) {
    return session
        .executeAsync(select.bind(rooms))
        .thenCompose(rows -> pages(rows, states, taker))
        .toCompletableFuture();
  }

  private static CompletionStage<Void> pages(
      AsyncResultSet rows, Map<String, RoomState> states, BiConsumer<RoomState, Row> taker) {
    for (Row row : rows.currentPage()) {
      taker.accept(Objects.requireNonNull(states.get(text(row, "room"))), row);
    }
    return rows.hasMorePages()
        ? rows.fetchNextPage().thenCompose(more -> pages(more, states, taker))
        : CompletableFuture.completedStage(null);
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
    String data = row.getString("data");
    if (data != null) {
      state.restore(ApplicationData.of(data));
    }
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

  private PreparedStatement prepare(String select) {
    return session.prepare(
        SimpleStatement.builder(select + " WHERE room IN ?")
            .setIdempotence(true)
            .setPageSize(PAGE)
            .build());
  }
}
