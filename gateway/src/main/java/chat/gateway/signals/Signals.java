package chat.gateway.signals;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Emission;
import chat.contract.event.Read;
import chat.contract.event.Signal;
import chat.contract.event.SignalCodec;
import chat.contract.event.Typing;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.gateway.kafka.RecordHandler;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.UserConnections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Sends signals to all gateways. Never waits: a signal that the log does not accept in time is
 * dropped and counted.
 */
public final class Signals implements AutoCloseable {

  /** Minimum interval between one user's typing signals, over all rooms and connections. */
  private static final Duration TYPING_INTERVAL = Duration.ofSeconds(3);

  /** Time after the last signal when a user no longer counts as typing: two intervals. */
  private static final Duration TYPING_EXPIRY = Duration.ofSeconds(6);

  /** Maximum number of users who type at a time; signals of further users are dropped. */
  private static final int TYPISTS = 20_000;

  private final Producer<String, byte[]> producer;
  private final TypingLimit limit;
  private final InstantSource clock;
  private final Counter passed;
  private final Counter dropped;

  private Signals(
      Producer<String, byte[]> producer,
      TypingLimit limit,
      InstantSource clock,
      MeterRegistry meters) {
    this.producer = producer;
    this.limit = limit;
    this.clock = clock;
    this.passed = counter(meters, "passed", "Signals that the log accepted");
    this.dropped = counter(meters, "dropped", "Signals that the log did not accept in time");
  }

  /** Sends signals with the limits of gateways. */
  public static Signals over(
      Producer<String, byte[]> producer, InstantSource clock, MeterRegistry meters) {
    TypingLimit limit = new TypingLimit(TYPING_INTERVAL.toMillis(), TYPISTS);
    return new Signals(producer, limit, clock, meters);
  }

  /** Delivers the signals of all gateways to the connections of this one. */
  public RecordHandler delivery(Hub hub, UserConnections connections, MarkerObserver markers) {
    Typists typists = new Typists(TYPING_EXPIRY.toMillis(), TYPISTS);
    return new SignalDelivery(hub, connections, markers, this, typists, clock);
  }

  /**
   * Sends that a user started or stopped typing in a room where they may write, as often as the
   * limit allows.
   */
  public void typing(Author user, String room, boolean isTyping) {
    Typing typing = new Typing(room, user, isTyping);
    if (limit.admit(typing, clock.millis())) {
      publish(typing, null);
    }
  }

  /**
   * Sends that a user's read marker moved.
   *
   * @param toRoom whether other users in the room are told, or only the user's own devices
   */
  public void read(Author user, String room, long seq, boolean toRoom) {
    publish(
        new Read(room, user, seq),
        toRoom ? RecordHeaders.AUDIENCE_ROOM : RecordHeaders.AUDIENCE_SELF);
  }

  /** An application emits an event that is not kept, in a room where its user may write. */
  public void emit(Author user, String room, String name, ApplicationData data) {
    publish(new Emission(room, user, name, data, clock.millis()), null);
  }

  /** Counts a signal of another gateway in the limit. */
  void heard(Typing typing) {
    limit.passedElsewhere(typing, clock.millis());
  }

  /** Sends the signals whose interval is over. Called by one thread, several times a second. */
  void publishDue(long now) {
    learnTopic();
    limit.due(now).forEach(typing -> publish(typing, null));
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /**
   * Fetches the topic's metadata if it is not known: else the first signal would be dropped. A
   * producer forgets it when it has lost all brokers.
   */
  private void learnTopic() {
    try {
      var unused = producer.partitionsFor(Topic.SIGNALS);
    } catch (TimeoutException notYet) {
      // The producer fetches on its own thread; the next call checks again.
    }
  }

  private void publish(Signal signal, @Nullable String audience) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.SIGNALS, signal.room(), SignalCodec.encode(signal));
    RecordHeaders.write(record.headers()::add, UUID.randomUUID().toString(), signal.type());
    if (audience != null) {
      header(record, RecordHeaders.AUDIENCE, audience);
    }
    try {
      var unused =
          producer.send(
              record, (metadata, error) -> (error == null ? passed : dropped).increment());
    } catch (RuntimeException e) {
      dropped.increment();
    }
  }

  private static void header(ProducerRecord<?, ?> record, String name, String value) {
    record.headers().add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
  }

  private static Counter counter(MeterRegistry meters, String outcome, String description) {
    return Counter.builder("chat.gateway.signals")
        .tag("outcome", outcome)
        .description(description)
        .register(meters);
  }
}
