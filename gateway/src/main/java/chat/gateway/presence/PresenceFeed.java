package chat.gateway.presence;

import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.edge.ClockConfiguration;
import chat.gateway.kafka.RecordHandler;
import chat.gateway.room.PublicRooms;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Builds the roster from the presence topic. While the topic is read again from the start, the
 * previous roster stays visible, unless both together take too much of the heap. If even one does,
 * it is given up: presence is unknown, and after a while the topic is read again.
 */
public final class PresenceFeed implements RecordHandler, Supplier<Roster> {

  private static final Logger LOG = LoggerFactory.getLogger(PresenceFeed.class);

  /** There is no time at which to read again: the users fit. */
  private static final long NEVER = 0;

  private final Watches watches;
  private final PresenceHealth health;
  private final PublicRooms publicRooms;
  private final InstantSource clock;
  private final PresenceSettings settings;
  private volatile Roster reading;
  private volatile Roster shown;
  private volatile long againAt = NEVER;

  /** Whether the users did not fit when they were read last. */
  private volatile boolean givenUp;

  public PresenceFeed(
      Watches watches,
      PresenceHealth health,
      PublicRooms publicRooms,
      @Qualifier(ClockConfiguration.STEADY) InstantSource clock,
      PresenceSettings settings) {
    this.watches = watches;
    this.health = health;
    this.publicRooms = publicRooms;
    this.clock = clock;
    this.settings = settings;
    this.reading = new Roster(publicRooms);
    this.shown = reading;
  }

  /** The current roster. */
  @Override
  public Roster get() {
    return shown;
  }

  /** Number of users who are online, as far as they are known. */
  public int users() {
    return shown.size();
  }

  /** The heap that they take, estimated. */
  public long bytes() {
    return shown.bytes();
  }

  /** The share of the bound that is taken; 1 from when the users do not fit until they do. */
  double fill() {
    Roster other = reading;
    long taken = bytes() + (other == shown ? 0 : other.bytes());
    return givenUp ? 1 : taken / (double) settings.rosterBytes();
  }

  @Override
  public void begin(int partitions, Set<Integer> unread) {
    health.reading(partitions);
    if (againAt != NEVER && clock.millis() < againAt) {
      return;
    }
    againAt = NEVER;
    reading = new Roster(publicRooms);
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record) {
    // A record without a value follows the one that reports an erased account.
    if (record.value() == null || againAt != NEVER) {
      return;
    }
    try {
      Presence presence = PresenceCodec.decode(record.value());
      var changes = reading.put(presence);
      changes.forEach(change -> unfollowIfEmpty(change.room()));
      if (reading == shown) {
        watches.changed(shown, changes);
      }
      keepWithinBound();
    } catch (IllegalArgumentException unreadable) {
      LOG.debug("{} offset {}: {}", record.topic(), record.offset(), unreadable.getMessage());
    }
  }

  private void keepWithinBound() {
    if (reading != shown && reading.bytes() + shown.bytes() > settings.rosterBytes()) {
      forgetShown();
    }
    if (reading.bytes() > settings.rosterBytes()) {
      LOG.warn(
          "presence is unknown here, as {} users take more than {} MB; trying again in {}",
          reading.size(),
          settings.rosterBytes() >> 20,
          settings.rosterRetry());
      againAt = clock.millis() + settings.rosterRetry().toMillis();
      givenUp = true;
      health.forgotten();
      Roster before = reading;
      reading = new Roster(publicRooms);
      if (shown == before) {
        forgetShown();
      }
      before.rooms().forEach(this::unfollowIfEmpty);
    }
  }

  /** Watchers get a new state when there is one. */
  private void forgetShown() {
    Roster before = shown;
    if (before.size() > 0) {
      health.forgotten();
      shown = new Roster(publicRooms);
      watches.replaced(before, shown);
      before.rooms().forEach(this::unfollowIfEmpty);
    }
  }

  private void unfollowIfEmpty(String room) {
    if (reading.count(room) == 0 && shown.count(room) == 0) {
      publicRooms.unfollow(room);
    }
  }

  @Override
  public void polled(boolean caughtUp) {
    watches.age(clock.millis());
    if (againAt != NEVER) {
      readAgainWhenDue();
      return;
    }
    if (caughtUp && reading != shown) {
      Roster before = shown;
      watches.replaced(before, reading);
      shown = reading;
      givenUp = false;
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

  /** A reader begins again after a failure. */
  private void readAgainWhenDue() {
    if (clock.millis() >= againAt) {
      throw new IllegalStateException("the users who are online did not fit, trying again");
    }
  }
}
