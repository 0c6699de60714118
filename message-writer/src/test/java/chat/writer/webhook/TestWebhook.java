package chat.writer.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.log.CloudEventHeaders;
import chat.contract.log.ErasedUsers;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A webhook to a receiver on loopback, with lanes of its own. */
final class TestWebhook implements AutoCloseable {

  static final WebhookSettings SETTINGS =
      new WebhookSettings(
          true,
          List.of("127.0.0.0/8"),
          3,
          Duration.ofSeconds(20),
          Duration.ofMillis(10),
          Duration.ofSeconds(1));

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final WebhookHttp http =
      new WebhookHttp(
          SETTINGS, new ErasedUsers(), InstantSource.system(), InetAddress::getAllByName);

  final WebhookReport report =
      new WebhookReport("w", new SimpleMeterRegistry(), InstantSource.system());

  final Lanes lanes;

  TestWebhook(Webhook hook, WaitingBytes bytes) {
    this(hook, bytes, SETTINGS);
  }

  TestWebhook(Webhook hook, WaitingBytes bytes, WebhookSettings settings) {
    this.lanes = new Lanes(hook, http, settings, timer, new Random(1), report, bytes);
  }

  /** One attempt for an event. */
  static WebhookSettings oneAttempt(Duration rest) {
    return new WebhookSettings(true, List.of("127.0.0.0/8"), 1, Duration.ofSeconds(20), rest, rest);
  }

  /** So many attempts for an event that it is not given up. */
  static WebhookSettings manyAttempts() {
    return new WebhookSettings(
        true,
        SETTINGS.allowedNetworks(),
        Integer.MAX_VALUE,
        SETTINGS.timeout(),
        SETTINGS.firstRetry(),
        SETTINGS.firstRetry());
  }

  static Webhook to(String url, String revision, String... rooms) {
    return new Webhook(
        "w",
        "1",
        revision,
        URI.create(url),
        List.of(Signature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
        Set.of(rooms),
        Set.of(),
        null,
        0,
        false);
  }

  static TopicPartition partition(int number) {
    return new TopicPartition(Topic.EVENTS, number);
  }

  static ConsumerRecord<byte[], byte[]> record(int partition, long offset, String room, int size) {
    ConsumerRecord<byte[], byte[]> log =
        new ConsumerRecord<>(
            Topic.EVENTS,
            partition,
            offset,
            room.getBytes(UTF_8),
            " ".repeat(size).getBytes(UTF_8));
    log.headers().add(CloudEventHeaders.ID, ("" + Seq.of(1, offset)).getBytes(UTF_8));
    log.headers().add(CloudEventHeaders.SOURCE, ("/chat/rooms/" + room).getBytes(UTF_8));
    log.headers().add(CloudEventHeaders.TYPE, "chat.message".getBytes(UTF_8));
    return log;
  }

  /** Gives the lane of a partition its next events, and opens it if it is not. */
  void give(WebhookEvent... events) {
    int number = events[0].log().partition();
    long first = events[0].log().offset();
    open(number, first);
    lanes.take(
        new EventRange(
            partition(number),
            first,
            events[events.length - 1].log().offset() + 1,
            List.of(events)));
  }

  /** Whether the lane of a partition takes no further events; opens it if it is not. */
  boolean isFull(int partition) {
    open(partition, 1);
    return lanes.places().stream()
        .anyMatch(place -> place.partition().partition() == partition && place.full());
  }

  private void open(int number, long next) {
    if (!lanes.done().containsKey(partition(number))) {
      lanes.open(Map.of(partition(number), new OffsetAndMetadata(next)));
    }
  }

  static WebhookEvent event(int partition, long offset, int size) {
    return WebhookEvent.of(record(partition, offset, "dev", size));
  }

  @Override
  public void close() {
    lanes.close();
    timer.shutdownNow();
    http.close();
  }
}
