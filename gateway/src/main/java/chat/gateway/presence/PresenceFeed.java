package chat.gateway.presence;

import chat.contract.Presence;
import chat.contract.PresenceCodec;
import chat.gateway.topic.TopicTaker;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the roster of what the presence topic says. While it is read anew from the start, the one
 * before goes on to be shown.
 */
final class PresenceFeed implements TopicTaker {

  private static final Logger LOG = LoggerFactory.getLogger(PresenceFeed.class);

  private final Watches watches;
  private final Knowledge knowledge;
  private final InstantSource clock;
  private Roster reading = new Roster();
  private volatile Roster shown = reading;

  PresenceFeed(Watches watches, Knowledge knowledge, InstantSource clock) {
    this.watches = watches;
    this.knowledge = knowledge;
    this.clock = clock;
  }

  /** Who is there. */
  Roster roster() {
    return shown;
  }

  @Override
  public void begin(int partitions) {
    knowledge.reading(partitions);
    reading = new Roster();
  }

  @Override
  public void take(ConsumerRecord<byte[], byte[]> record) {
    // A record without value says that the account is gone, which the one before it said too.
    if (record.value() == null) {
      return;
    }
    try {
      Presence presence = PresenceCodec.decode(record.value());
      var changes = reading.put(presence);
      if (reading == shown) {
        watches.changed(shown, changes);
      }
    } catch (IllegalArgumentException unreadable) {
      LOG.debug("{} offset {}: {}", record.topic(), record.offset(), unreadable.getMessage());
    }
  }

  @Override
  public void rest(boolean caughtUp) {
    if (caughtUp && reading != shown) {
      watches.replaced(shown, reading);
      shown = reading;
      knowledge.read();
    }
    if (knowledge.isGood()) {
      watches.rest(shown, clock.millis());
    }
  }
}
