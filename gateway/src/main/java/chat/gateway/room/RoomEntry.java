package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.EmittedEvent;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A room's entry in memory. It may be held, which pins it, and it is loaded when it is first asked
 * for; events that arrive during the load are kept and applied after it. Safe for use by several
 * threads.
 */
final class RoomEntry {

  /** If more events than this arrive during a load, the load fails. */
  static final int MAX_MEANWHILE = 10_000;

  private record Later(long seq, RoomEvent event) {}

  /** Null until the room is first asked for. */
  private @Nullable CompletableFuture<RoomState> loading;

  private List<Later> meanwhile = List.of();

  /** The senders during the load, and when each wrote last. */
  private Map<String, Long> senders = Map.of();

  private @Nullable RoomState current;
  private boolean failed;
  private int holders;
  private long countedBytes;

  /** Whether messages change the state: the room has slow mode, or may turn out to have it. */
  private volatile boolean appliesMessages;

  /** Whether the caller has to load the room: true once. */
  synchronized boolean beginLoading() {
    if (loading != null) {
      return false;
    }
    loading = new CompletableFuture<>();
    meanwhile = new ArrayList<>(0);
    senders = new HashMap<>(0);
    appliesMessages = true;
    return true;
  }

  /** Completes when the room is loaded. */
  synchronized CompletableFuture<RoomState> loaded() {
    return current == null
        ? Objects.requireNonNull(loading).copy()
        : CompletableFuture.completedFuture(current);
  }

  /**
   * Sets the loaded state and applies the events that arrived meanwhile.
   *
   * @param upTo the position of the last change that the state includes
   * @return false if too many events arrived meanwhile
   */
  synchronized boolean begin(RoomState state, long upTo) {
    if (failed || meanwhile.size() > MAX_MEANWHILE || senders.size() > MAX_MEANWHILE) {
      return false;
    }
    for (Later event : meanwhile) {
      if (event.seq > upTo) {
        state.apply(event.event);
      }
    }
    // Only the last message of a sender matters, and applying it twice is harmless.
    senders.forEach(state::sent);
    forgetMeanwhile();
    current = state;
    appliesMessages = state.slowModeSeconds() > 0;
    return true;
  }

  private void forgetMeanwhile() {
    meanwhile = List.of();
    senders = Map.of();
  }

  /** Completes the waiting callers with the room. */
  void complete(RoomState state) {
    waiting().complete(state);
  }

  /** Fails the waiting callers, and later ones. */
  void fail(RuntimeException reason) {
    waiting().completeExceptionally(reason);
    giveUp();
  }

  private synchronized CompletableFuture<RoomState> waiting() {
    loading = loading == null ? new CompletableFuture<>() : loading;
    return loading;
  }

  private synchronized void giveUp() {
    if (current == null) {
      failed = true;
      appliesMessages = false;
      forgetMeanwhile();
    }
  }

  synchronized void apply(long seq, RoomEvent event) {
    if (current != null) {
      current.apply(event);
      appliesMessages = current.slowModeSeconds() > 0;
    } else if (loading != null && !failed) {
      keep(seq, event);
    }
  }

  private void keep(long seq, RoomEvent event) {
    if (event instanceof Message || event instanceof EmittedEvent) {
      Author sender = event.actor();
      if (sender != null && senders.size() <= MAX_MEANWHILE) {
        senders.merge(sender.id(), event.at(), Math::max);
      }
    } else if (meanwhile.size() <= MAX_MEANWHILE) {
      meanwhile.add(new Later(seq, event));
    }
  }

  synchronized @Nullable RoomState state() {
    return current;
  }

  boolean appliesMessages() {
    return appliesMessages;
  }

  /** Estimated bytes for the cache; 0 while the entry is loading or held, which pins it. */
  synchronized int weight() {
    return current == null || holders > 0 ? 0 : current.bytes();
  }

  /** Whether it is not held. */
  synchronized boolean isUnheld() {
    return holders == 0;
  }

  /** Whether it is empty and stays so. */
  synchronized boolean isDisposable() {
    return holders == 0 && current == null && (loading == null || failed);
  }

  /**
   * Adds a holder.
   *
   * @return change of the held bytes
   */
  synchronized long hold() {
    holders++;
    return recount();
  }

  /**
   * Removes a holder.
   *
   * @return change of the held bytes
   */
  synchronized long release() {
    holders--;
    return recount();
  }

  /** The bytes that each holder accounts for. */
  synchronized long share() {
    return countedBytes / Math.max(1, holders);
  }

  /** Change of the held bytes since this was last called. */
  synchronized long recount() {
    long before = countedBytes;
    countedBytes = holders == 0 || current == null ? 0 : current.bytes();
    return countedBytes - before;
  }
}
