package chat.gateway.account.events;

import static chat.gateway.log.TwoBrokers.ITS_PARTITIONS;
import static chat.gateway.log.TwoBrokers.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import chat.contract.user.UserEvent;
import chat.contract.user.UserEventCodec;
import chat.gateway.kafka.StartPosition;
import chat.gateway.kafka.TopicReader;
import chat.gateway.log.TwoBrokers;
import chat.sockets.fanout.SignIn;
import chat.sockets.fanout.UserConnections;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A gateway that starts while some partitions of the users' topic have no leader. */
class LeaderlessUsersTest {

  private static final TwoBrokers BROKERS = TwoBrokers.shared();
  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final SignIn SIGN_IN = new SignIn("family", 1);

  private final InstantSource clock = InstantSource.system();
  private final Revocations revocations =
      new Revocations(new UserConnections(), clock, clock, MEMORY, MEMORY);
  private final UserFeed feed = new UserFeed(List.of(revocations));
  private final TopicReader reader =
      new TopicReader(
          Topic.USERS, StartPosition.since(MEMORY, clock), feed, LeaderlessUsersTest::consumer);

  @Test
  void it_is_ready_and_tells_which_revocations_are_unknown_until_all_are_read() throws Throwable {
    BROKERS.make(Topic.USERS);
    String known = userAt(1);
    String lost = userAt(STOPPED);
    erase(known);
    erase(lost);
    BROKERS.stop(STOPPED);
    BROKERS.awaitLeaderless(Topic.USERS, ITS_PARTITIONS.size());

    reader.start();
    try {
      await().atMost(TIMEOUT).until(feed::isReady);
      assertThat(revocations.isKnown(known)).isTrue();
      assertThat(revocations.isRevoked(known, SIGN_IN)).isTrue();
      assertThat(revocations.isKnown(lost)).isFalse();

      BROKERS.make(Topic.USERS);
      await().atMost(TIMEOUT).until(() -> revocations.isKnown(lost));
      assertThat(revocations.isRevoked(lost, SIGN_IN)).isTrue();
    } finally {
      reader.stop();
    }
  }

  private static String userAt(int broker) {
    String user = UUID.randomUUID().toString();
    while (TwoBrokers.brokerOf(RoomPartition.of(user, TwoBrokers.PARTITIONS)) != broker) {
      user = UUID.randomUUID().toString();
    }
    return user;
  }

  /** Ends all sign-ins of the user. */
  private static void erase(String user) throws Exception {
    UserEvent event = new UserEvent.Erased(UUID.randomUUID().toString(), user, 1);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", BROKERS.bootstrap()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topic.USERS, user, UserEventCodec.encode(event)))
          .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            BROKERS.bootstrap(),
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "none"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
