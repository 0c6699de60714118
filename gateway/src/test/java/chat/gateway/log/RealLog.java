package chat.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import chat.gateway.GatewayTables;
import chat.infra.devstack.Backends;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The room log on a real broker, with epochs of its own. Each test uses other rooms. */
final class RealLog {

  private static final int PARTITIONS = 24;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String brokers;
  private final int partitions;
  final Admin admin;
  final KafkaProducer<String, byte[]> producer;
  final FeedConsumers consumers;
  final CqlSession tables;
  final LogEpochs epochs;

  /** One for all tests; closed with the JVM. */
  static RealLog shared() {
    return Shared.LOG;
  }

  private static final class Shared {
    static final RealLog LOG = new RealLog();
  }

  /**
   * The log of another cluster that has the topic already; its epochs are stored with the others.
   */
  static RealLog at(String brokers, int partitions) {
    return new RealLog(brokers, partitions, shared().tables);
  }

  private RealLog() {
    this(Backends.shared().kafka(), PARTITIONS, GatewayTables.shared());
  }

  private RealLog(String brokers, int partitions, CqlSession tables) {
    Map<String, Object> properties = Map.of("bootstrap.servers", brokers);
    this.brokers = brokers;
    this.partitions = partitions;
    this.admin = Admin.create(properties);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
    this.consumers = new FeedConsumers(properties);
    this.tables = tables;
    this.epochs = new LogEpochs(admin, tables);
  }

  String brokers() {
    return brokers;
  }

  static String newRoom() {
    return "r" + UUID.randomUUID();
  }

  static Message message(String room, String id, long at) {
    return new Message(
        room, id, new Author("u1", "ann"), "text of " + id, at, null, List.of(), List.of());
  }

  static Identity identity(String room, String id) {
    return Identity.of(room, "u1", id, 7);
  }

  LogEpoch epoch() {
    try {
      return epochs.current(Topic.MESSAGES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Appends a message as a gateway does, and returns its offset. */
  long append(String room, String id) throws Exception {
    int partition = RoomPartition.of(room, partitions);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            Topic.MESSAGES, partition, room, RoomEventCodec.encode(message(room, id, 1)));
    record
        .headers()
        .add(RecordHeaders.ID, id.getBytes(UTF_8))
        .add(RecordHeaders.TYPE, Message.TYPE.getBytes(UTF_8))
        .add(RecordHeaders.IDENTITY, identity(room, id).toBytes());
    return producer.send(record).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS).offset();
  }

  /** Deletes the topic and makes it again, as fast as a cluster can. */
  void recreate() throws Exception {
    admin.deleteTopics(List.of(Topic.MESSAGES)).all().get(30, TimeUnit.SECONDS);
    NewTopic topic = new NewTopic(Topic.MESSAGES, PARTITIONS, (short) 1);
    topic.configs(
        Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "1048576"));
    while (true) {
      try {
        admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
      }
    }
  }

  /** Waits until an assertion holds, and fails with its last error. */
  static void eventually(ThrowingCallable assertion) {
    await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(10)).untilAsserted(assertion::call);
  }
}
