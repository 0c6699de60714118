package chat.gateway.topic;

import chat.edge.guard.Vital;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads all of a topic on a thread of its own, without end; after trouble it begins anew.
 * Partitions that have no leader when it begins are read as soon as they have one.
 */
public final class TopicReader implements SmartLifecycle, Vital {

  /** Where reading begins. */
  public enum From {
    /** All that the topic holds is wanted, before what comes. */
    START,
    /** Only what comes from now on is wanted. */
    END
  }

  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final String topic;
  private final From from;
  private final TopicTaker taker;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private boolean lost;
  private volatile boolean begun;
  private volatile boolean running;

  TopicReader(
      String topic, From from, TopicTaker taker, Supplier<Consumer<byte[], byte[]>> consumers) {
    this.topic = topic;
    this.from = from;
    this.taker = taker;
    this.consumers = consumers;
    this.thread = new Thread(this::run, topic + "-reader");
    this.thread.setDaemon(true);
  }

  /** Whether it is known from where it reads: nothing that is written from then on is missed. */
  boolean hasBegun() {
    return begun;
  }

  @Override
  public void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public Stream<String> ended() {
    return Vital.ended(thread);
  }

  private void run() {
    while (running) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        follow(consumer);
      } catch (WakeupException | InterruptException e) {
        running = false;
      } catch (RuntimeException e) {
        restartLater(e);
      }
    }
  }

  private void restartLater(RuntimeException reason) {
    if (!lost) {
      lost = true;
      LOG.warn("{} can't be read, trying again until it can: {}", topic, reason.toString());
    }
    try {
      running &= !stopped.await(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      running = false;
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    LedPartitions partitions = LedPartitions.of(consumer, topic);
    Map<TopicPartition, Long> ends = begin(consumer, partitions);
    if (lost) {
      lost = false;
      LOG.info("{} is read again", topic);
    }
    boolean caughtUp = false;
    while (running) {
      consumer.poll(POLL).forEach(taker::take);
      caughtUp = caughtUp || LedPartitions.reached(consumer, ends);
      taker.rest(caughtUp);
    }
  }

  private Map<TopicPartition, Long> begin(
      Consumer<byte[], byte[]> consumer, LedPartitions partitions) {
    Map<TopicPartition, Long> ends = partitions.ends(consumer);
    List<TopicPartition> missing =
        partitions.missing().stream().map(number -> new TopicPartition(topic, number)).toList();
    List<TopicPartition> all = new ArrayList<>(partitions.led());
    all.addAll(missing);
    consumer.assign(all);
    // The consumer finds these places itself, of those that are missing once they have a leader.
    if (from == From.START) {
      consumer.seekToBeginning(all);
    } else {
      ends.forEach(consumer::seek);
      consumer.seekToEnd(missing);
    }
    taker.begin(all.size());
    begun = true;
    return ends;
  }
}
