package chat.gateway.broadcast;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/** A fan-out whose shards have no threads: each does what is there to do when it is told to. */
public final class SteppedBroadcast {

  private final List<Shard> shards;
  private final Broadcast broadcast;

  public SteppedBroadcast(int shards, BroadcastSettings settings, InstantSource clock) {
    this.shards =
        IntStream.range(0, shards)
            .mapToObj(number -> new Shard(number, settings.mailbox(), clock))
            .toList();
    this.broadcast = new Broadcast(this.shards, settings, clock);
  }

  public Broadcast broadcast() {
    return broadcast;
  }

  public int shards() {
    return shards.size();
  }

  public void step(int shard) {
    try {
      shards.get(shard).step(0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
