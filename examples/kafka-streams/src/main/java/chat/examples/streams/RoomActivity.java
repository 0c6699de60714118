package chat.examples.streams;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Counts the messages and the active users of each room and minute, and answers with them at {@code
 * /rooms/ROOM}.
 *
 * <p>Arguments: the brokers, the port of the answers, and the directory of the state.
 */
public final class RoomActivity {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private RoomActivity() {}

  /** Runs until the process is told to stop. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    KafkaStreams streams =
        new KafkaStreams(ActivityTopology.create(), settings(arguments[0], arguments[2]));
    CountDownLatch stopping = new CountDownLatch(1);
    try (streams;
        ActivityServer server = new ActivityServer(streams, Integer.parseInt(arguments[1]))) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stopping.countDown();
                    streams.close(CLOSE_TIMEOUT);
                  }));
      streams.setStateListener(
          (now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
              System.out.println("ready: " + server.address());
            } else if (now == KafkaStreams.State.ERROR) {
              // The log says why. What starts processes again sees the end of this one.
              stopping.countDown();
            }
          });
      streams.start();
      stopping.await();
    }
  }

  private static Properties settings(String brokers, String directory) {
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            "room-activity",
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            StreamsConfig.STATE_DIR_CONFIG,
            directory,
            // Each event counts once; this also makes the consumers read only committed records.
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            // Without a cache each count is forwarded: the first one of a user is seen.
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            0,
            StreamsConfig.consumerPrefix("auto.offset.reset"),
            "earliest"));
    return settings;
  }
}
