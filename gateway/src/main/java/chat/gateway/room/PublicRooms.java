package chat.gateway.room;

import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.contract.Visibility;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Which rooms are public, of those that are followed: looked up once, then kept right by the feed.
 * A room counts as private until it is known. Safe for use by several threads.
 */
public final class PublicRooms {

  /** How many are looked up again at a time. */
  private static final int AGAIN = 100;

  private enum State {
    UNKNOWN,
    PUBLIC,
    HIDDEN
  }

  private final Function<String, ? extends CompletionStage<Boolean>> lookUp;
  private final Map<String, State> followed = new ConcurrentHashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  /** Those that could not be looked up. */
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();

  /**
   * No rooms yet.
   *
   * @param lookUp whether a room is public, as of the call or later; bounds how many are looked up
   *     at a time
   */
  public PublicRooms(Function<String, ? extends CompletionStage<Boolean>> lookUp) {
    this.lookUp = lookUp;
  }

  /** Begins to follow a room; whether it is known to be public by now. */
  public boolean follow(String room) {
    State fresh = room.equals(RoomAccess.GENERAL) ? State.PUBLIC : State.UNKNOWN;
    State state = followed.putIfAbsent(room, fresh);
    if (state == null && fresh == State.UNKNOWN) {
      ask(room);
    }
    return (state == null ? fresh : state) == State.PUBLIC;
  }

  /** Follows a room no more. */
  public void unfollow(String room) {
    followed.remove(room);
  }

  /**
   * Tells of the rooms that turned out or became public or private since the last call, and looks
   * up some again where that failed.
   */
  public void rest(BiConsumer<String, Boolean> listener) {
    for (int i = 0; i < AGAIN; i++) {
      String room = failed.poll();
      if (room == null) {
        break;
      }
      ask(room);
    }
    changed.removeIf(
        room -> {
          listener.accept(room, followed.get(room) == State.PUBLIC);
          return true;
        });
  }

  /** Takes an event from the feed. */
  void take(RoomEvent event) {
    if (event instanceof RoomChange change) {
      boolean open =
          change.action() != RoomChange.Action.DELETED && change.visibility() == Visibility.PUBLIC;
      String room = change.room();
      if (!room.equals(RoomAccess.GENERAL)
          && followed.computeIfPresent(room, (name, any) -> state(open)) != null) {
        changed.add(room);
      }
    }
  }

  /** Events were missed: all rooms are looked up again. */
  void reset() {
    for (String room : followed.keySet()) {
      if (!room.equals(RoomAccess.GENERAL)
          && followed.computeIfPresent(room, (name, any) -> State.UNKNOWN) != null) {
        changed.add(room);
        ask(room);
      }
    }
  }

  private void ask(String room) {
    CompletionStage<Boolean> answer = lookUp.apply(room);
    answer.whenComplete(
        (open, error) -> {
          if (error != null) {
            if (followed.containsKey(room)) {
              failed.add(room);
            }
          } else if (followed.replace(room, State.UNKNOWN, state(open))) {
            changed.add(room); // what the feed told meanwhile is newer
          }
        });
  }

  private static State state(boolean open) {
    return open ? State.PUBLIC : State.HIDDEN;
  }
}
