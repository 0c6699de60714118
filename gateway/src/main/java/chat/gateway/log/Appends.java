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
 * The appends that wait until the feed reads them back. Only what was read back has its final
 * place: if the same message was appended twice, by two gateways, it is where the first one stands.
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

  /** What the feed has seen, until it lets go of the partition. Only the feed's thread uses it. */
  private final Queue<Settled> settled = new ArrayDeque<>();

  int size() {
    return waiting.size();
  }

  /** Waits for a message, or gives the wait that is on already. */
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
   * The feed read a message back.
   *
   * @param seq of the first record of that message
   * @param value what stands there; null if this record is a double of it
   */
  void settle(Identity identity, long seq, byte @Nullable [] value) {
    Waiting mine = find(identity);
    if (mine != null) {
      boolean own = Arrays.equals(mine.value, value);
      settled.add(new Settled(mine.append, own ? Appended.own(seq) : Appended.asDouble(seq)));
    }
  }

  /** The feed read a record back that does not count. */
  void settleVoid(Identity identity, byte[] value) {
    Waiting mine = find(identity);
    if (mine != null && Arrays.equals(mine.value, value)) {
      settled.add(new Settled(mine.append, Appended.asVoid()));
    }
  }

  /** Tells those who wait; outside of all locks. */
  public void tell() {
    for (Settled next = settled.poll(); next != null; next = settled.poll()) {
      next.append.complete(next.result);
    }
  }

  /** Tells all who wait that it is not known what became of their message. */
  public void giveUp(RuntimeException reason) {
    waiting.values().forEach(mine -> mine.append.completeExceptionally(reason));
  }

  private @Nullable Waiting find(Identity identity) {
    return waiting.isEmpty() ? null : waiting.get(Key.of(identity));
  }
}
