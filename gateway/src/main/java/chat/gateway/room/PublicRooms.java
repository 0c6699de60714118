package chat.gateway.room;

import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
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
 * Tracks which of the followed rooms are public: each is looked up once, then updated from the
 * feed. A room counts as private until it is known. Safe for use by several threads.
 */
public final class PublicRooms {

  /** Maximum number of failed look-ups that are tried again per call. */
  private static final int AGAIN = 100;

  private enum State {
    UNKNOWN,
    PUBLIC,
    HIDDEN
  }

  /**
   * A room's state since it was followed, reset or changed. The answer of a look-up replaces only
   * the state for which it was started, as it may be older than a change.
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

  /** Rooms whose look-up failed, oldest failure first; guarded by itself. */
  private final Set<String> failed = new LinkedHashSet<>();

  /**
   * No rooms are followed yet.
   *
   * @param lookUp tells whether a room is public, as of the call or later; limits how many look-ups
   *     run at a time
   */
  public PublicRooms(Function<String, ? extends CompletionStage<Boolean>> lookUp) {
    this.lookUp = lookUp;
  }

  /** Follows a room. Returns whether it is known to be public by now. */
  public boolean follow(String room) {
    Known fresh = new Known(room.equals(RoomAccess.GENERAL) ? State.PUBLIC : State.UNKNOWN);
    Known known = followed.putIfAbsent(room, fresh);
    if (known == null && fresh.state == State.UNKNOWN) {
      lookUp(room, fresh);
    }
    return (known == null ? fresh : known).state == State.PUBLIC;
  }

  /** Stops following a room. */
  public void unfollow(String room) {
    followed.remove(room);
  }

  /**
   * Reports the rooms that became known, public or private since the last call, and retries failed
   * look-ups.
   */
  public void reportChanges(BiConsumer<String, Boolean> listener) {
    for (int i = 0; i < AGAIN; i++) {
      String room = nextFailed();
      if (room == null) {
        break;
      }
      Known known = followed.get(room);
      if (known != null && known.state == State.UNKNOWN) {
        lookUp(room, known);
      }
    }
    for (Iterator<String> each = changed.iterator(); each.hasNext(); ) {
      String room = each.next();
      each.remove(); // before reading: a later change is reported by the next call
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

  /** Applies an event from the feed. */
  void apply(RoomEvent event) {
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

  /** Looks all rooms up again, as events were missed. */
  void reset() {
    for (String room : followed.keySet()) {
      Known fresh = new Known(State.UNKNOWN);
      if (!room.equals(RoomAccess.GENERAL)
          && followed.computeIfPresent(room, (name, any) -> fresh) != null) {
        changed.add(room);
        lookUp(room, fresh);
      }
    }
  }

  private void lookUp(String room, Known asked) {
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
