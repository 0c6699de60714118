package chat.gateway.account.events;

import chat.contract.user.UserEventCodec;
import chat.gateway.kafka.RecordHandler;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands account events to their sinks. It is ready when it has read the events of all partitions
 * that have a leader; the sinks are told of the other partitions. A record that can't be decoded is
 * skipped with a warning: no gateway of this version wrote it, so it is no revocation.
 */
public final class UserFeed implements RecordHandler {

  private static final Logger LOG = LoggerFactory.getLogger(UserFeed.class);

  private final List<UserEventSink> sinks;

  private int partitions;
  private Set<Integer> unread = Set.of();
  private boolean waiting;

  /** The partitions that were never read; null before the first were. */
  private @Nullable Set<Integer> neverRead;

  private volatile boolean ready;

  UserFeed(List<UserEventSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  /** Whether all events before the start are known. Stays true while the log is away. */
  public boolean isReady() {
    return ready;
  }

  @Override
  public void begin(int ofPartitions, Set<Integer> unreadNow) {
    partitions = ofPartitions;
    unread = unreadNow;
    waiting = true;
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    try {
      var event = UserEventCodec.decode(value);
      sinks.forEach(sink -> sink.handle(event));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "skipped a record partition={} offset={}: {}",
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  /** A partition that was read once stays known: its later events come when it is back. */
  @Override
  public void polled(boolean caughtUp) {
    if (!caughtUp || !waiting) {
      return;
    }
    waiting = false;
    Set<Integer> before = neverRead;
    Set<Integer> missing = new TreeSet<>(unread);
    if (before != null) {
      missing.retainAll(before);
    }
    if (!missing.equals(before)) {
      sinks.forEach(sink -> sink.missing(Set.copyOf(missing), partitions));
      LOG.info("users' feed ready partitions={} missing={}", partitions, missing);
    }
    neverRead = missing;
    ready = true;
  }
}
