package chat.examples.streams;

import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.CloudEventHeaders;
import chat.contract.log.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** From the events of {@link Topic#EVENTS} to counts of each room and minute. */
final class ActivityTopology {

  /** The store of the number of messages. */
  static final String MESSAGES = "messages";

  /** The store of the number of users who sent a message. */
  static final String USERS = "users";

  /** The length of a window. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** How long the counts are kept, and how late an event may be. */
  private static final Duration RETENTION = Duration.ofHours(1);

  private static final TimeWindows MINUTES =
      TimeWindows.ofSizeAndGrace(WINDOW, RETENTION.minus(WINDOW));

  private ActivityTopology() {}

  static Topology create() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, byte[]> events =
        builder.stream(
            Topic.EVENTS,
            Consumed.with(Serdes.String(), Serdes.ByteArray())
                .withTimestampExtractor((record, before) -> loggedAt(record)));
    KStream<String, String> authors =
        events.flatMapValues(value -> author(value).stream().toList());
    authors
        .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
        .windowedBy(MINUTES)
        .count(counts(MESSAGES));
    // A user is active from the first message in the minute on. Room names have no slash.
    authors
        .map((room, user) -> KeyValue.pair(room + "/" + user, user))
        .groupByKey(Grouped.with("by-user", Serdes.String(), Serdes.String()))
        .windowedBy(MINUTES)
        .count(counts("messages-of-user"))
        .toStream()
        .filter((roomAndUser, count) -> count == 1)
        .map((roomAndUser, count) -> KeyValue.pair(room(roomAndUser.key()), roomAndUser.key()))
        .groupByKey(Grouped.with("by-room", Serdes.String(), Serdes.String()))
        .windowedBy(MINUTES)
        .count(counts(USERS));
    return builder.build();
  }

  private static Materialized<String, Long, WindowStore<Bytes, byte[]>> counts(String name) {
    return Materialized.<String, Long>as(Stores.inMemoryWindowStore(name, RETENTION, WINDOW, false))
        .withKeySerde(Serdes.String())
        .withValueSerde(Serdes.Long());
  }

  /** The author of a message; empty for other events, and if the author was erased. */
  private static Optional<String> author(byte[] value) {
    try {
      RoomEvent event = RoomEventCodec.decode(value);
      return event instanceof Message message ? Optional.of(message.user().id()) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String room(String roomAndUser) {
    return roomAndUser.substring(0, roomAndUser.indexOf('/'));
  }

  /** When the log took the event: the minute to which it counts, whenever it is read. */
  private static long loggedAt(ConsumerRecord<Object, Object> record) {
    Header time = record.headers().lastHeader(CloudEventHeaders.TIME);
    return time == null
        ? record.timestamp()
        : Instant.parse(new String(time.value(), StandardCharsets.UTF_8)).toEpochMilli();
  }
}
