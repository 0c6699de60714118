package chat.gateway.room;

import chat.contract.Message;
import chat.contract.RoomEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A room's place in memory: held by those who need it to stay, and from when on it is asked for
 * loaded; while it is, it keeps what happens meanwhile. Safe for use by several threads.
 */
final class RoomEntry {

  /** More than these while a room is loaded, and the load counts as failed. */
  static final int MOST_MEANWHILE = 10_000;

  private record Later(long seq, RoomEvent event) {}

  /** Null before the room is asked for. */
  private @Nullable CompletableFuture<RoomState> loading;

  private List<Later> meanwhile = List.of();

  /** Who wrote meanwhile, and when last. */
  private Map<String, Long> senders = Map.of();

  private @Nullable RoomState present;
  private boolean failed;
  private int holders;
  private long countedBytes;

  /** Whether messages matter: the room has slow mode, or may turn out to have it. */
  private volatile boolean takesMessages;

  /** Whether it is for the caller to load the room: true once. */
  synchronized boolean beginLoading() {
    if (loading != null) {
      return false;
    }
    loading = new CompletableFuture<>();
    meanwhile = new ArrayList<>(0);
    senders = new HashMap<>(0);
    takesMessages = true;
    return true;
  }

  /** The room, when it is loaded. */
  synchronized CompletableFuture<RoomState> loaded() {
    return present == null
        ? Objects.requireNonNull(loading).copy()
        : CompletableFuture.completedFuture(present);
  }

  /**
   * The room is this from now on.
   *
   * @param upTo the place of the last change that it has seen
   * @return false if too much happened meanwhile to be kept
   */
  synchronized boolean begin(RoomState state, long upTo) {
    if (failed || meanwhile.size() > MOST_MEANWHILE || senders.size() > MOST_MEANWHILE) {
      return false;
    }
    for (Later event : meanwhile) {
      if (event.seq > upTo) {
        state.apply(event.event);
      }
    }
    // Of messages the last counts, however often it is told.
    senders.forEach(state::sent);
    forgetMeanwhile();
    present = state;
    takesMessages = state.slowModeSeconds() > 0;
    return true;
  }

  private void forgetMeanwhile() {
    meanwhile = List.of();
    senders = Map.of();
  }

  /** Tells those who wait that the room is there. */
  void tell(RoomState state) {
    waiting().complete(state);
  }

  /** Tells those who wait, and who comes late, that the room could not be loaded. */
  void fail(RuntimeException reason) {
    waiting().completeExceptionally(reason);
    giveUp();
  }

  private synchronized CompletableFuture<RoomState> waiting() {
    loading = loading == null ? new CompletableFuture<>() : loading;
    return loading;
  }

  private synchronized void giveUp() {
    if (present == null) {
      failed = true;
      takesMessages = false;
      forgetMeanwhile();
    }
  }

  synchronized void take(long seq, RoomEvent event) {
    if (present != null) {
      present.apply(event);
      takesMessages = present.slowModeSeconds() > 0;
    } else if (loading != null && !failed) {
      keep(seq, event);
    }
  }

  private void keep(long seq, RoomEvent event) {
    if (event instanceof Message message) {
      if (senders.size() <= MOST_MEANWHILE) {
        senders.merge(message.user().id(), message.at(), Math::max);
      }
    } else if (meanwhile.size() <= MOST_MEANWHILE) {
      meanwhile.add(new Later(seq, event));
    }
  }

  synchronized @Nullable RoomState state() {
    return present;
  }

  boolean takesMessages() {
    return takesMessages;
  }

  /** Its bytes, about; 0 while it has to be kept. */
  synchronized int weight() {
    return present == null || holders > 0 ? 0 : present.bytes();
  }

  /** Whether it is held by none. */
  synchronized boolean isFree() {
    return holders == 0;
  }

  /** Whether there is nothing in it, and nothing will be. */
  synchronized boolean isUseless() {
    return holders == 0 && present == null && (loading == null || failed);
  }

  /**
   * Holds it once more.
   *
   * @return how many bytes more are held by that
   */
  synchronized long hold() {
    holders++;
    return recount();
  }

  /**
   * Holds it once less.
   *
   * @return how many bytes more are held by that, so none or less
   */
  synchronized long letGo() {
    holders--;
    return recount();
  }

  /** What of its bytes each of those who hold it accounts for. */
  synchronized long share() {
    return countedBytes / Math.max(1, holders);
  }

  /** How many bytes more are held than when this was asked last. */
  synchronized long recount() {
    long before = countedBytes;
    countedBytes = holders == 0 || present == null ? 0 : present.bytes();
    return countedBytes - before;
  }
}
