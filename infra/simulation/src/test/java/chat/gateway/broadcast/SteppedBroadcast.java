package chat.gateway.broadcast;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;

/** A fan-out whose shards have no threads: each does what is there to do when it is told to. */
public final class SteppedBroadcast {

  private final Broadcast broadcast;

  public SteppedBroadcast(int shards, BroadcastSettings settings, InstantSource clock) {
    this.broadcast =
        new Broadcast(shards, settings, clock, new FanOutMeter(new SimpleMeterRegistry()));
  }

  public Broadcast broadcast() {
    return broadcast;
  }

  public int shards() {
    return broadcast.shards().size();
  }

  public void step(int shard) {
    broadcast.shards().get(shard).step(0);
  }
}
