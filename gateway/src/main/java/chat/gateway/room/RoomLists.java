package chat.gateway.room;

import chat.contract.Role;
import chat.gateway.history.History;
import chat.gateway.room.RoomView.Mine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody's rooms: those that the tables know, and those whose members changed too lately for
 * that. Which of them really are is said by the rooms themselves.
 */
public final class RoomLists {

  private final Rooms rooms;
  private final RoomStates tables;
  private final RecentMembers recent;
  private final Reading reading;
  private final History history;

  RoomLists(
      Rooms rooms, RoomStates tables, RecentMembers recent, Reading reading, History history) {
    this.rooms = rooms;
    this.tables = tables;
    this.recent = recent;
    this.reading = reading;
    this.history = history;
  }

  /** The names of somebody's rooms, as of all that was acknowledged before the call. */
  public CompletableFuture<List<String>> roomsOf(String user) {
    return states(user).thenApply(states -> states.stream().map(RoomState::room).toList());
  }

  /** Somebody's rooms with what is new in them, in order of their names. */
  CompletableFuture<List<Mine>> mine(String user) {
    CompletableFuture<Map<String, Long>> markers = reading.markers(user);
    return states(user)
        .thenCompose(
            states ->
                markers.thenCompose(
                    read -> all(states.stream().map(room -> mine(user, room, read)).toList())))
        .thenApply(found -> found.stream().flatMap(Optional::stream).toList());
  }

  private CompletableFuture<List<RoomState>> states(String user) {
    return history
        .allUpToDate()
        .thenCompose(done -> tables.roomsOf(user))
        .thenCompose(
            written -> {
              TreeSet<String> names = new TreeSet<>(written);
              names.addAll(recent.roomsOf(user));
              return all(names.stream().map(rooms::find).toList());
            })
        .thenApply(
            states ->
                states.stream()
                    .filter(state -> state.exists() && state.role(user).isPresent())
                    .sorted(Comparator.comparing(RoomState::room))
                    .toList());
  }

  private CompletableFuture<Optional<Mine>> mine(
      String user, RoomState state, Map<String, Long> markers) {
    Optional<Role> role = state.role(user);
    if (role.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    String room = state.room();
    long read = markers.getOrDefault(room, 0L);
    var other = RoomView.other(state, user);
    return reading
        .last(room)
        .thenCombine(
            reading.unread(user, room, read),
            (last, unread) ->
                Optional.of(
                    new Mine(
                        room,
                        RoomView.nameFor(state, user),
                        state.visibility().word(),
                        role.get().word(),
                        last,
                        read,
                        unread,
                        other == null ? null : other.id())));
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<T> all = new ArrayList<>();
              parts.forEach(part -> all.add(part.join()));
              return all;
            });
  }
}
