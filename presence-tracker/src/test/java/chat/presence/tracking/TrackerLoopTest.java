package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.Author;
import chat.contract.log.ConsumerGroups;
import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.PresenceKeys;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEvent.Kind;
import chat.contract.presence.SessionEventCodec;
import chat.contract.presence.Status;
import chat.infra.devstack.Backends;
import chat.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Trackers between a real log and a real Redis, with gateways whose clocks are years behind. A
 * closed session lingers for 2 s; lost data is rebuilt in 4 s: longer than a busy machine delays a
 * thread.
 */
class TrackerLoopTest {

  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final Duration SETTLE = Duration.ofSeconds(4);
  private static final TrackerSettings SETTINGS =
      new TrackerSettings(
          LINGER,
          SETTLE,
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          500,
          Duration.ofMillis(100));
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String KAFKA = Backends.shared().kafka();
  private static LettuceConnectionFactory connections;
  private static StringRedisTemplate redis;
  private static KafkaProducer<String, byte[]> producer;
  private static Consumer<byte[], byte[]> reader;

  private final Author ann = new Author("ann-" + UUID.randomUUID(), "ann");
  private final String lease = "gateway-1." + UUID.randomUUID();
  private final Map<String, List<Presence>> said = new HashMap<>();
  private final List<TrackerLoop> trackers = new ArrayList<>();

  @BeforeAll
  static void connect() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA))) {
      for (String topic : List.of(Topic.SESSIONS, Topic.PRESENCE)) {
        make(admin, topic);
      }
    }
    var uri = Backends.shared().redis();
    connections = new LettuceConnectionFactory(uri.getHost(), uri.getPort());
    connections.afterPropertiesSet();
    connections.start();
    redis = new StringRedisTemplate(connections);
    producer =
        new KafkaProducer<>(
            // Events that are sent together are polled together.
            Map.of("bootstrap.servers", KAFKA, "linger.ms", 20),
            new StringSerializer(),
            new ByteArraySerializer());
    reader = consumer(Map.of());
    List<TopicPartition> partitions =
        reader.partitionsFor(Topic.PRESENCE).stream()
            .map(partition -> new TopicPartition(Topic.PRESENCE, partition.partition()))
            .toList();
    reader.assign(partitions);
  }

  private static void make(Admin admin, String topic) throws Exception {
    try {
      admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all().get();
    } catch (java.util.concurrent.ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
    }
  }

  @AfterAll
  static void disconnect() {
    reader.close();
    producer.close();
    connections.destroy();
  }

  @BeforeEach
  void begin() {
    empty();
    reader.seekToEnd(reader.assignment());
    reader.assignment().forEach(reader::position);
    vouch(lease, Duration.ofMinutes(10));
  }

  @AfterEach
  void stop() {
    trackers.forEach(TrackerLoop::stop);
  }

  @Test
  void people_come_and_go_and_a_reconnect_or_a_late_close_is_not_published() {
    track(store());
    tell(Kind.OPENED, ann, "first", "dev");
    awaitStatus(ann, Status.ONLINE);
    tell(Kind.CLOSED, ann, "first");
    tell(Kind.OPENED, ann, "second", "dev");
    tell(Kind.CLOSED, ann, "first");
    tell(Kind.JOINED, ann, "second", "ops");
    eventually(() -> last(ann).rooms().equals(List.of("dev", "ops")));
    long closed = System.nanoTime();
    tell(Kind.CLOSED, ann, "second");
    awaitStatus(ann, Status.OFFLINE);

    assertThat(Duration.ofNanos(System.nanoTime() - closed)).isGreaterThanOrEqualTo(LINGER);
    assertThat(statuses(ann)).containsExactly(Status.ONLINE, Status.ONLINE, Status.OFFLINE);
    eventually(() -> Boolean.FALSE.equals(redis.hasKey("presence:user:" + ann.id())));
  }

  @Test
  void sessions_of_a_gateway_that_died_end_with_its_lease() {
    track(store());
    tell(Kind.OPENED, ann, "s", "dev");
    awaitStatus(ann, Status.ONLINE);
    vouch(lease, Duration.ofMillis(500));
    awaitStatus(ann, Status.OFFLINE);
  }

  @Test
  void a_tracker_that_stood_still_while_another_took_over_changes_nothing() {
    PausableStore pausable = new PausableStore(store());
    track(pausable);
    tell(Kind.OPENED, ann, "s", "dev");
    awaitStatus(ann, Status.ONLINE);
    pausable.pause();
    tell(Kind.CLOSED, ann, "s");
    track(store());
    awaitStatus(ann, Status.OFFLINE);
    tell(Kind.OPENED, ann, "t", "dev");
    awaitStatus(ann, Status.ONLINE);
    pausable.resume();
    tell(Kind.STATUS, ann, "t");
    tell(Kind.CLOSED, ann, "t");
    awaitStatus(ann, Status.OFFLINE);

    assertThat(statuses(ann))
        .containsExactly(Status.ONLINE, Status.OFFLINE, Status.ONLINE, Status.OFFLINE);
  }

  @Test
  void when_redis_lost_everything_users_told_of_again_stay_and_others_go() {
    Author bob = new Author("bob-" + UUID.randomUUID(), "bob");
    track(store());
    tell(Kind.OPENED, ann, "a", "dev");
    tell(Kind.OPENED, bob, "b", "dev");
    awaitStatus(ann, Status.ONLINE);
    awaitStatus(bob, Status.ONLINE);
    empty();
    vouch(lease, Duration.ofMinutes(10));
    tell(Kind.OPENED, ann, "a", "dev");
    awaitStatus(bob, Status.OFFLINE);
    long now = System.currentTimeMillis();
    eventually(
        () ->
            redis.<String, String>opsForHash().values(PresenceKeys.KNOWN).stream()
                .allMatch(known -> Long.parseLong(known) <= now + SETTLE.toMillis()));

    assertThat(statuses(ann)).containsExactly(Status.ONLINE);
    assertThat(redis.opsForHash().size(PresenceKeys.KNOWN))
        .isEqualTo(reader.partitionsFor(Topic.SESSIONS).size());
  }

  private static RedisPresenceStore store() {
    return new RedisPresenceStore(
        redis, SETTINGS.linger(), SETTINGS.resend(), SETTINGS.settle(), SETTINGS.tickUsers());
  }

  private void track(chat.presence.tracking.PresenceStore store) {
    TrackerState state = new TrackerState(new SimpleMeterRegistry());
    Map<String, Object> membership =
        Map.of(
            "group.id",
            ConsumerGroups.TRACKER,
            "session.timeout.ms",
            6000,
            "heartbeat.interval.ms",
            500,
            "max.poll.interval.ms",
            6000,
            "partition.assignment.strategy",
            RangeAssignor.class.getName());
    TrackerLoop tracker =
        new TrackerLoop(() -> consumer(membership), producer, store, SETTINGS, state, Tracing.OFF);
    tracker.start();
    trackers.add(tracker);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("bootstrap.servers", KAFKA);
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void tell(Kind kind, Author user, String session, String... rooms) {
    SessionEvent event =
        new SessionEvent(
            kind, user, session, "gateway-1", lease, List.of(rooms), Status.ONLINE, 1_000);
    // The test would notice a lost record.
    var unused =
        producer.send(
            new ProducerRecord<>(Topic.SESSIONS, user.id(), SessionEventCodec.encode(event)));
  }

  /** Renews a lease as a gateway does, for some time. */
  private static void vouch(String vouched, Duration time) {
    try (RedisConnection connection = connections.getConnection()) {
      long now = Objects.requireNonNull(connection.serverCommands().time());
      redis.opsForZSet().add(PresenceKeys.LEASES, vouched, (double) (now + time.toMillis()));
    }
  }

  private static void empty() {
    try (RedisConnection connection = connections.getConnection()) {
      connection.serverCommands().flushDb();
    }
  }

  private void awaitStatus(Author user, Status status) {
    eventually(() -> said.containsKey(user.id()) && last(user).status() == status);
  }

  private Presence last(Author user) {
    List<Presence> records = said(user);
    return records.get(records.size() - 1);
  }

  private List<Presence> said(Author user) {
    return Objects.requireNonNull(said.get(user.id()));
  }

  private List<Status> statuses(Author user) {
    return said(user).stream().distinct().map(Presence::status).toList();
  }

  private void eventually(BooleanSupplier condition) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .untilAsserted(
            () -> {
              read();
              assertThat(condition.getAsBoolean()).as("said so far: %s", said).isTrue();
            });
  }

  private void read() {
    reader
        .poll(Duration.ofMillis(20))
        .forEach(
            record -> {
              Presence presence = PresenceCodec.decode(record.value());
              said.computeIfAbsent(presence.user().id(), id -> new ArrayList<>()).add(presence);
            });
  }
}
