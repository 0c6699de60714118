package chat.epochs;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Lets a listener's polls gather records while many come: after a poll that left nothing behind it
 * waits, so that the next one has more of them. A fetch, a poll and its commit cost the broker and
 * this process far more than a record in them. While few records come, or while the listener is
 * behind, it does not wait.
 *
 * <p>Kafka's client fetches ahead, so a record waits at most twice the time of one gathering.
 */
public final class BatchedPolls implements BatchInterceptor<byte[], byte[]> {

  /** Records per second from which they are gathered. */
  private static final int MANY = 150;

  /** The shortest time over which a rate is measured: a few records at once are not many. */
  private static final long SHORTEST_NANOS = Duration.ofMillis(200).toNanos();

  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  /** Waits for a time, or until the listener is stopped. */
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  private final Duration gather;
  private final LongSupplier nanoTime;
  private final Pause pause;

  // Of the two polls before; used by the consumer's thread only.
  private long earlier;
  private int lastCount;

  private volatile long last;

  private volatile boolean gathering;

  BatchedPolls(Duration gather, LongSupplier nanoTime, Pause pause) {
    this.gather = gather;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.last = nanoTime.getAsLong();
    this.earlier = last;
  }

  /**
   * The pauses of a container's polls. The container has to be given them, as its interceptor.
   *
   * @param gather the pause while many records come
   */
  public static BatchedPolls of(MessageListenerContainer container, Duration gather) {
    return new BatchedPolls(
        gather, System::nanoTime, time -> ListenerUtils.stoppableSleep(container, time.toMillis()));
  }

  /** The longest time that records wait at present to be gathered. Thread-safe. */
  public Duration delay() {
    Duration longest = gather.multipliedBy(2);
    boolean isSilent = nanoTime.getAsLong() - last > longest.plus(gather).toNanos();
    return gathering && !isSilent ? longest : Duration.ZERO;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> intercept(
      ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> consumer) {
    return polled;
  }

  @Override
  public void success(ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> consumer) {
    boolean many = count(polled.count(), nanoTime.getAsLong());
    gathering =
        many
            && polled.partitions().stream()
                .allMatch(partition -> consumer.currentLag(partition).orElse(0) == 0);
    if (gathering) {
      try {
        pause.of(gather);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Counts a poll's records, and tells whether this poll and the one before had many. */
  private boolean count(int records, long now) {
    long elapsed = Math.max(now - earlier, SHORTEST_NANOS);
    boolean many = (records + lastCount) * SECOND_NANOS >= MANY * elapsed;
    earlier = last;
    last = now;
    lastCount = records;
    return many;
  }
}
