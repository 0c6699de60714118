package chat.bench.log;

import chat.contract.log.ErasedUsers;
import chat.contract.log.Topic;
import chat.epochs.LogEpochs;
import chat.gateway.log.Appends;
import chat.gateway.log.EventSink;
import chat.gateway.log.FeedConsumers;
import chat.gateway.log.LogSettings;
import chat.gateway.log.LogWatch;
import chat.gateway.log.PartitionOffsets;
import chat.gateway.log.RoomFeed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.util.unit.DataSize;

/** A gateway's feed of a real log, without the rest of the gateway; opened for benchmarks. */
public final class MeasuredFeed implements AutoCloseable {

  private static final long LOOK_MILLIS = 1;

  private final RoomFeed feed;

  /**
   * Creates one with the default settings of gateways, whose events are dropped.
   *
   * @param properties of its consumer
   */
  public MeasuredFeed(
      Map<String, Object> properties,
      Admin admin,
      Producer<String, byte[]> producer,
      LogEpochs epochs) {
    this(properties, admin, producer, epochs, MeasuredPartition.NO_SINK);
  }

  /**
   * Creates one with the default settings of gateways.
   *
   * @param properties of its consumer
   * @param sink gets the events
   */
  public MeasuredFeed(
      Map<String, Object> properties,
      Admin admin,
      Producer<String, byte[]> producer,
      LogEpochs epochs,
      EventSink sink) {
    LogSettings settings =
        new LogSettings(
            Duration.ofSeconds(15),
            20_000,
            16_384,
            DataSize.ofMegabytes(64),
            200_000,
            Duration.ofSeconds(2),
            2,
            64,
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            false);
    Appends appends = new Appends();
    this.feed =
        new RoomFeed(
            new FeedConsumers(properties)::open,
            producer,
            epochs,
            new PartitionOffsets(admin),
            appends,
            sink,
            new LogWatch(admin, appends, settings),
            new ErasedUsers(),
            Map::of,
            settings);
  }

  /** Starts, and returns when it is ready. */
  public void start() throws InterruptedException {
    feed.start();
    while (!feed.isReady()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** The number of partitions of {@link Topic#MESSAGES}. */
  public int partitions() {
    return feed.partitions();
  }

  @Override
  public void close() {
    feed.stop();
  }
}
