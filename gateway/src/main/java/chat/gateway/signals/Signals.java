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
import chat.gateway.signals.MarkerLimit.Marker;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.UserConnections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

  /** Minimum interval between a user's read markers in a room. */
  private static final Duration MARKER_INTERVAL = Duration.ofSeconds(1);

  /** Maximum number of such intervals, of some 400 bytes each. */
  private static final int MARKERS = 20_000;

  /** Maximum number of markers that are sent at once, which have room in the producer's buffer. */
  private static final int MARKERS_AT_ONCE = 2_000;

  /** Time to send the last markers at the end. */
  private static final Duration END = Duration.ofMillis(500);

  private final Producer<String, byte[]> producer;
  private final TypingLimit limit;
  private final MarkerLimit markers = new MarkerLimit(MARKER_INTERVAL.toMillis(), MARKERS);
  private final InstantSource clock;
  private final InstantSource steadyClock;
  private final Counter passed;
  private final Counter dropped;
  private final Counter merged;

  private Signals(
      Producer<String, byte[]> producer,
      TypingLimit limit,
      InstantSource clock,
      InstantSource steadyClock,
      MeterRegistry meters) {
    this.producer = producer;
    this.limit = limit;
    this.clock = clock;
    this.steadyClock = steadyClock;
    this.passed = counter(meters, "passed", "Signals that the log accepted");
    this.dropped = counter(meters, "dropped", "Signals that the log did not accept in time");
    this.merged = counter(meters, "merged", "Read markers that wait for their interval or are old");
    Gauge.builder("chat.gateway.markers", markers, MarkerLimit::size)
        .tag("capacity", String.valueOf(MARKERS))
        .description("Users and rooms with a read marker in the last second")
        .register(meters);
  }

  /**
   * Sends signals with the limits of gateways.
   *
   * @param clock the time of day, of which an application's event tells
   * @param steadyClock for limits and expiry
   */
  public static Signals over(
      Producer<String, byte[]> producer,
      InstantSource clock,
      InstantSource steadyClock,
      MeterRegistry meters) {
    TypingLimit limit = new TypingLimit(TYPING_INTERVAL.toMillis(), TYPISTS);
    return new Signals(producer, limit, clock, steadyClock, meters);
  }

  /** Delivers the signals of all gateways to the connections of this one. */
  public RecordHandler delivery(Hub hub, UserConnections connections, MarkerObserver markers) {
    Typists typists = new Typists(TYPING_EXPIRY.toMillis(), TYPISTS);
    return new SignalDelivery(hub, connections, markers, this, typists, steadyClock);
  }

  /**
   * Sends that a user started or stopped typing in a room where they may write, as often as the
   * limit allows.
   */
  public void typing(Author user, String room, boolean isTyping) {
    Typing typing = new Typing(room, user, isTyping);
    if (limit.admit(typing, steadyClock.millis())) {
      publish(typing);
    }
  }

  /**
   * Sends that a user's read marker moved: at once if the last one in the room is a second ago,
   * else at the end of that second, unless a newer one replaces it.
   *
   * @param audience those who may be told of it at the time of the call; must not block
   */
  public void read(Read read, Supplier<MarkerAudience> audience) {
    List<Marker> now = markers.admit(new Marker(read, audience), steadyClock.millis());
    if (now.isEmpty()) {
      merged.increment();
    }
    now.forEach(this::publish);
  }

  /** An application emits an event that is not kept, in a room where its user may write. */
  public void emit(Author user, String room, String name, ApplicationData data) {
    publish(new Emission(room, user, name, data, clock.millis()));
  }

  /** Counts a signal of another gateway in the limit. */
  void heard(Typing typing) {
    limit.passedElsewhere(typing, steadyClock.millis());
  }

  /** Older markers need not be sent any more. */
  void heard(Read read) {
    markers.passed(read);
  }

  /** Sends the signals whose interval is over. Called by one thread, several times a second. */
  void publishDue(long now) {
    learnTopic();
    limit.due(now).forEach(typing -> publish(typing));
    markers.due(now, MARKERS_AT_ONCE).forEach(this::publish);
  }

  @Override
  public void close() {
    markers.all().forEach(this::publish);
    producer.close(END);
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

  private void publish(Marker marker) {
    Read read = marker.read();
    switch (marker.audience().get()) {
      case NONE -> markers.failed(read);
      case OWN_DEVICES -> publish(read, RecordHeaders.AUDIENCE_SELF, () -> markers.failed(read));
      case ROOM -> publish(read, RecordHeaders.AUDIENCE_ROOM, () -> markers.failed(read));
    }
  }

  private void publish(Signal signal) {
    publish(signal, null, () -> {});
  }

  private void publish(Signal signal, @Nullable String audience, Runnable whenDropped) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.SIGNALS, signal.room(), SignalCodec.encode(signal));
    RecordHeaders.write(record.headers()::add, UUID.randomUUID().toString(), signal.type());
    if (audience != null) {
      header(record, RecordHeaders.AUDIENCE, audience);
    }
    Consumer<@Nullable Exception> ended =
        error -> {
          (error == null ? passed : dropped).increment();
          if (error != null) {
            whenDropped.run();
          }
        };
    try {
      var unused = producer.send(record, (metadata, error) -> ended.accept(error));
    } catch (RuntimeException e) {
      ended.accept(e);
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
