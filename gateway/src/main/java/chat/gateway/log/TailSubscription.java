package chat.gateway.log;

import chat.sockets.fanout.Upstream;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A subscription to a room's events in the tail, which are delivered until it ends. */
public final class TailSubscription implements Upstream {

  private final RoomChain chain;
  private final Queue<RoomChain> released;
  private final long lastSeq;
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Runnable whenEnded;

  TailSubscription(RoomChain chain, Queue<RoomChain> released) {
    this.chain = chain;
    this.released = released;
    this.lastSeq = chain.lastSeq;
    chain.subscriptions.incrementAndGet();
  }

  @Override
  public long lastSeq() {
    return lastSeq;
  }

  /** Runs a task when the subscription ends; to be called before it is passed on. */
  public void whenEnded(Runnable task) {
    whenEnded = task;
  }

  /** Ends it. Further calls have no effect. */
  @Override
  public void end() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    if (chain.subscriptions.decrementAndGet() == 0) {
      released.add(chain);
    }
    if (whenEnded != null) {
      whenEnded.run();
    }
  }
}
