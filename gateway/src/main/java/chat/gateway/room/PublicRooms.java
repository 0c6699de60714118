package chat.gateway.room;

import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.contract.Visibility;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /**
   * What is known of a room since it is followed, was lost sight of or changed: the answer of a
   * look-up replaces the one that it was asked for and no other, as it may be older.
   */
  private static final class Known {
    final State state;

    Known(State state) {
      this.state = state;
    }
  }

  private final Function<String, ? extends CompletionStage<Boolean>> lookUp;
  private final Map<String, Known> followed = new ConcurrentHashMap<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  /** Those that could not be looked up, in the order in which that failed; its lock guards it. */
  private final Set<String> failed = new LinkedHashSet<>();

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
    Known fresh = new Known(room.equals(RoomAccess.GENERAL) ? State.PUBLIC : State.UNKNOWN);
    Known known = followed.putIfAbsent(room, fresh);
    if (known == null && fresh.state == State.UNKNOWN) {
      ask(room, fresh);
    }
    return (known == null ? fresh : known).state == State.PUBLIC;
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
      String room = nextFailed();
      if (room == null) {
        break;
      }
      Known known = followed.get(room);
      if (known != null && known.state == State.UNKNOWN) {
        ask(room, known);
      }
    }
    for (Iterator<String> each = changed.iterator(); each.hasNext(); ) {
      String room = each.next();
      each.remove(); // before the look: what changes after it is told by the next call
      listener.accept(room, isPublic(room));
    }
  }

  private boolean isPublic(String room) {
    Known known = followed.get(room);
    return known != null && known.state == State.PUBLIC;
  }

  private @Nullable String nextFailed() {
    synchronized (failed) {
      Iterator<String> first = failed.iterator();
      if (!first.hasNext()) {
        return null;
      }
      String room = first.next();
      first.remove();
      return room;
    }
  }

  /** Takes an event from the feed. */
  void take(RoomEvent event) {
    if (event instanceof RoomChange change) {
      boolean open =
          change.action() != RoomChange.Action.DELETED && change.visibility() == Visibility.PUBLIC;
      String room = change.room();
      if (!room.equals(RoomAccess.GENERAL)
          && followed.computeIfPresent(room, (name, any) -> known(open)) != null) {
        changed.add(room);
      }
    }
  }

  /** Events were missed: all rooms are looked up again. */
  void reset() {
    for (String room : followed.keySet()) {
      Known fresh = new Known(State.UNKNOWN);
      if (!room.equals(RoomAccess.GENERAL)
          && followed.computeIfPresent(room, (name, any) -> fresh) != null) {
        changed.add(room);
        ask(room, fresh);
      }
    }
  }

  private void ask(String room, Known asked) {
    CompletionStage<Boolean> answer = lookUp.apply(room);
    answer.whenComplete(
        (open, error) -> {
          if (error == null) {
            if (followed.replace(room, asked, known(open))) {
              changed.add(room);
            }
          } else if (followed.get(room) == asked) {
            synchronized (failed) {
              failed.add(room);
            }
          }
        });
  }

  private static Known known(boolean open) {
    return new Known(open ? State.PUBLIC : State.HIDDEN);
  }
}
