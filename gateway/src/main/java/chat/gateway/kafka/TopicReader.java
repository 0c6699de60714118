package chat.gateway.kafka;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of a topic on one thread, without a consumer group. After a failure it
 * begins again at its start position. Partitions that have no leader are read once they have one.
 */
public final class TopicReader extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  /** Interval at which a reader begins again while partitions are not assigned. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final String topic;
  private final StartPosition from;
  private final RecordHandler handler;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Outage outage;
  private volatile boolean begun;

  /** A reader that is not started. */
  public TopicReader(
      String topic,
      StartPosition from,
      RecordHandler handler,
      Supplier<Consumer<byte[], byte[]>> consumers) {
    super(topic + "-reader", STOP_TIMEOUT);
    this.topic = topic;
    this.from = from;
    this.handler = handler;
    this.consumers = consumers;
    this.outage =
        new Outage(
            LOG, topic + " can't be read, trying again until it can: {}", topic + " is read again");
  }

  /** Whether the start position is known: no record that is appended from then on is missed. */
  boolean hasBegun() {
    return begun;
  }

  @Override
  protected Duration round() {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      follow(consumer);
      return Duration.ZERO;
    } catch (InterruptException e) {
      return Duration.ZERO; // the thread is interrupted, which ends the loop
    } catch (RuntimeException e) {
      outage.failed(e);
      return RESTART_DELAY;
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    LedPartitions partitions = LedPartitions.of(consumer, topic);
    Map<TopicPartition, Long> ends = partitions.ends(consumer);
    from.assign(consumer, partitions, ends);
    Set<Integer> unread = from.assignsLeaderless() ? Set.of() : partitions.missing();
    handler.begin(partitions.count(), unread);
    begun = true;
    outage.over();
    boolean caughtUp = false;
    long lookAgain = 0;
    while (isRunning() && (unread.isEmpty() || !caughtUp || System.nanoTime() < lookAgain)) {
      consumer.poll(POLL).forEach(handler::handle);
      if (!caughtUp && LedPartitions.reached(consumer, ends)) {
        caughtUp = true;
        lookAgain = System.nanoTime() + LOOK_AGAIN.toNanos();
      }
      handler.polled(caughtUp);
    }
  }
}
