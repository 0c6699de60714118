package chat.gateway.log;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A log that refuses all appends. */
public final class ClosedLog {

  private ClosedLog() {}

  /** Each append fails with {@code unavailable}. */
  public static RoomLog make() {
    LogState state =
        new LogState() {
          @Override
          public boolean isDown() {
            return true;
          }

          @Override
          public int partitions() {
            return 1;
          }
        };
    return new RoomLog(
        new BatchedSends(
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer())),
        state,
        new Appends(),
        RunningFeed.SETTINGS,
        (future, timeout) -> {});
  }
}
