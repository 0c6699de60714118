package chat.gateway.signals;

import chat.contract.Author;
import chat.contract.Read;
import chat.contract.RecordHeaders;
import chat.contract.Signal;
import chat.contract.SignalCodec;
import chat.contract.Topic;
import chat.contract.Typing;
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
 * Gives signals to all gateways. Never waits: what the log doesn't take at once, or soon, is
 * dropped and counted.
 */
public final class Signals implements AutoCloseable {

  private final Producer<String, byte[]> producer;
  private final TypingLimit limit;
  private final InstantSource clock;
  private final Counter passed;
  private final Counter dropped;

  Signals(
      Producer<String, byte[]> producer,
      TypingLimit limit,
      InstantSource clock,
      MeterRegistry meters) {
    this.producer = producer;
    this.limit = limit;
    this.clock = clock;
    this.passed = counter(meters, "passed", "Signals that the log took");
    this.dropped = counter(meters, "dropped", "Signals that the log did not take in time");
  }

  /**
   * Somebody began or stopped to write in a room that they may write in. Told to others as often as
   * the limit allows.
   */
  public void typing(Author user, String room, boolean isTyping) {
    Typing typing = new Typing(room, user, isTyping);
    if (limit.admit(typing, clock.millis())) {
      publish(typing, null);
    }
  }

  /**
   * Somebody's read marker moved.
   *
   * @param everybody whether others in the room are told, or only the user's own devices
   */
  public void read(Author user, String room, long seq, boolean everybody) {
    publish(
        new Read(room, user, seq),
        everybody ? RecordHeaders.AUDIENCE_ROOM : RecordHeaders.AUDIENCE_SELF);
  }

  /** What another gateway let pass counts here too. */
  void heard(Typing typing) {
    limit.passedElsewhere(typing, clock.millis());
  }

  /** Lets what had to wait for the limit pass. By one thread, several times a second. */
  void publishDue(long now) {
    learnTopic();
    limit.due(now).forEach(typing -> publish(typing, null));
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /**
   * Asks for the topic's partitions, in case they are not known: the first signal would be dropped
   * if it were the first to ask. A producer forgets them when it has lost all brokers.
   */
  private void learnTopic() {
    try {
      var unused = producer.partitionsFor(Topic.SIGNALS);
    } catch (TimeoutException notYet) {
      // It asks on its own thread; the next call looks again.
    }
  }

  private void publish(Signal signal, @Nullable String audience) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.SIGNALS, signal.room(), SignalCodec.encode(signal));
    header(record, RecordHeaders.ID, UUID.randomUUID().toString());
    header(record, RecordHeaders.TYPE, signal.type());
    if (audience != null) {
      header(record, RecordHeaders.AUDIENCE, audience);
    }
    try {
      var unused =
          producer.send(record, (place, error) -> (error == null ? passed : dropped).increment());
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
