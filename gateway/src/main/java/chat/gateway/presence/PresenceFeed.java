package chat.gateway.presence;

import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.gateway.kafka.RecordHandler;
import chat.gateway.room.PublicRooms;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the roster from the presence topic. While the topic is read again from the start, the
 * previous roster stays visible.
 */
public final class PresenceFeed implements RecordHandler, Supplier<Roster> {

  private static final Logger LOG = LoggerFactory.getLogger(PresenceFeed.class);

  private final Watches watches;
  private final PresenceHealth health;
  private final PublicRooms publicRooms;
  private final InstantSource clock;
  private Roster reading;
  private volatile Roster shown;

  public PresenceFeed(
      Watches watches, PresenceHealth health, PublicRooms publicRooms, InstantSource clock) {
    this.watches = watches;
    this.health = health;
    this.publicRooms = publicRooms;
    this.clock = clock;
    this.reading = new Roster(publicRooms);
    this.shown = reading;
  }

  /** The current roster. */
  @Override
  public Roster get() {
    return shown;
  }

  @Override
  public void begin(int partitions, Set<Integer> unread) {
    health.reading(partitions);
    reading = new Roster(publicRooms);
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record) {
    // A record without a value follows the one that reports an erased account.
    if (record.value() == null) {
      return;
    }
    try {
      Presence presence = PresenceCodec.decode(record.value());
      var changes = reading.put(presence);
      changes.forEach(change -> unfollowIfEmpty(change.room()));
      if (reading == shown) {
        watches.changed(shown, changes);
      }
    } catch (IllegalArgumentException unreadable) {
      LOG.debug("{} offset {}: {}", record.topic(), record.offset(), unreadable.getMessage());
    }
  }

  private void unfollowIfEmpty(String room) {
    if (reading.count(room) == 0 && shown.count(room) == 0) {
      publicRooms.unfollow(room);
    }
  }

  @Override
  public void polled(boolean caughtUp) {
    if (caughtUp && reading != shown) {
      Roster before = shown;
      watches.replaced(before, reading);
      shown = reading;
      before.rooms().forEach(this::unfollowIfEmpty);
      health.read();
    }
    publicRooms.reportChanges(
        (room, open) -> {
          reading.open(room, open);
          shown.open(room, open);
        });
    if (health.isGood()) {
      watches.rest(shown, clock.millis());
    }
  }
}
