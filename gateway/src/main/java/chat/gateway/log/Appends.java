package chat.gateway.log;

import chat.contract.log.Identity;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The appends that wait until the feed reads their records back. Only then is the seq final: if two
 * gateways appended the same message, its seq is that of the first record.
 */
public final class Appends {

  private record Key(long high, long low) {
    static Key of(Identity identity) {
      return new Key(identity.high(), identity.low());
    }
  }

  private record Waiting(byte[] value, CompletableFuture<Appended> append) {}

  private record Settled(CompletableFuture<Appended> append, Appended result) {}

  private final Map<Key, Waiting> waiting = new ConcurrentHashMap<>();

  /** Results of the current poll. Only the feed's thread uses it. */
  private final Queue<Settled> settled = new ArrayDeque<>();

  int size() {
    return waiting.size();
  }

  /** Adds an append; returns the earlier one of the same message if that still waits. */
  @Nullable CompletableFuture<Appended> begin(
      Identity identity, byte[] value, CompletableFuture<Appended> append) {
    Key key = Key.of(identity);
    Waiting mine = new Waiting(value, append);
    Waiting earlier = waiting.putIfAbsent(key, mine);
    if (earlier != null) {
      return earlier.append;
    }
    CompletionStage<Appended> end = append;
    end.whenComplete((result, error) -> waiting.remove(key, mine));
    return null;
  }

  /**
   * The feed read the record of a message.
   *
   * @param seq of the message's first record
   * @param value of that record; null if the record read is a duplicate of it
   */
  void settle(Identity identity, long seq, byte @Nullable [] value) {
    Waiting mine = find(identity);
    if (mine != null) {
      boolean own = Arrays.equals(mine.value, value);
      settled.add(new Settled(mine.append, own ? Appended.own(seq) : Appended.asDuplicate(seq)));
    }
  }

  /** The feed read a void record. */
  void settleVoid(Identity identity, byte[] value) {
    Waiting mine = find(identity);
    if (mine != null && Arrays.equals(mine.value, value)) {
      settled.add(new Settled(mine.append, Appended.asVoid()));
    }
  }

  /** Completes the settled appends; to be called outside of all locks. */
  public void completeSettled() {
    for (Settled next = settled.poll(); next != null; next = settled.poll()) {
      next.append.complete(next.result);
    }
  }

  /** Fails all waiting appends: whether their records are in the log is unknown. */
  public void failAll(RuntimeException reason) {
    waiting.values().forEach(mine -> mine.append.completeExceptionally(reason));
  }

  private @Nullable Waiting find(Identity identity) {
    return waiting.isEmpty() ? null : waiting.get(Key.of(identity));
  }
}
