package chat.bench.log;

import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.gateway.kafka.RecordHandler;
import chat.gateway.presence.PresenceFeed;
import chat.gateway.presence.PresenceHealth;
import chat.gateway.presence.PresenceSettings;
import chat.gateway.presence.Watches;
import chat.gateway.room.PublicRooms;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Hub;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A gateway's side of presence, from the record to the watchers; opened for benchmarks. */
public final class MeasuredPresence {

  private static final Duration TRUST = Duration.ofDays(1);
  private static final byte[] NO_KEY = new byte[0];

  private final Watches watches;
  private final PresenceFeed feed;

  /** Starts with all users offline. */
  public MeasuredPresence(Hub hub) {
    PresenceHealth knowledge = new PresenceHealth(TRUST);
    PresenceSettings settings = PresenceSettings.DEFAULT.withRosterBytes(Long.MAX_VALUE);
    this.watches = new Watches(hub, settings);
    PublicRooms publicRooms = new PublicRooms(room -> CompletableFuture.completedFuture(true));
    this.feed = new PresenceFeed(watches, knowledge, publicRooms, InstantSource.system(), settings);
    feed.begin(1, Set.of());
    knowledge.asked(true);
  }

  /** Handles the records of the presence topic. */
  public RecordHandler handler() {
    return feed;
  }

  /** Number of users who are online. */
  public int online() {
    return feed.users();
  }

  /** The heap that they take, as the gateway estimates it. */
  long estimatedBytes() {
    return feed.bytes();
  }

  /** Handles a record of the presence topic. */
  public void accept(Presence presence) {
    feed.handle(new ConsumerRecord<>(Topic.PRESENCE, 0, 0, NO_KEY, PresenceCodec.encode(presence)));
  }

  /** Subscribes a connection that has joined a room to its presence. */
  public void watch(Connection connection, String room) {
    watches.add(connection, room);
  }

  /** Ends a batch of records. */
  public void rest() {
    feed.polled(true);
  }
}
