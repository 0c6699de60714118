package chat.gateway.log;

import chat.sockets.fanout.Upstream;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One local listener's hold on a room: as long as it lasts, the room's events are delivered. */
public final class Listening implements Upstream {

  private final RoomChain chain;
  private final Queue<RoomChain> released;
  private final long lastSeq;
  private @Nullable Runnable whenEnded;

  Listening(RoomChain chain, Queue<RoomChain> released) {
    this.chain = chain;
    this.released = released;
    this.lastSeq = chain.lastSeq;
    chain.listeners.incrementAndGet();
  }

  @Override
  public long lastSeq() {
    return lastSeq;
  }

  /** Runs a task when it ends; to be called before it is handed on to who ends it. */
  public void whenEnded(Runnable task) {
    whenEnded = task;
  }

  @Override
  public void end() {
    if (chain.listeners.decrementAndGet() == 0) {
      released.add(chain);
    }
    if (whenEnded != null) {
      whenEnded.run();
    }
  }
}
