package chat.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.infra.devstack.Backends;
import com.sun.net.httpserver.HttpExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks of a writer on a real log and real tables, to real receivers. */
class WebhooksTest {

  private static final String OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

  private static final int ATTEMPTS = 5;

  @RegisterExtension
  static final HookedWriter WRITER =
      new HookedWriter("attempts=" + ATTEMPTS, "first-retry=20ms", "last-retry=200ms");

  private static final ResolvedLog LOG = WRITER.log;

  private final String room = "r" + UUID.randomUUID();

  @Test
  void an_event_is_posted_as_the_stream_has_it_signed_by_every_secret() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      DefinedWebhook hook =
          WRITER.define(
              0,
              new DefinedWebhook(receiver.url(), room)
                  .secrets(OTHER_SECRET, DefinedWebhook.SECRET));
      long seq = say("m-1");
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
      WebhookReceiver.Delivery first = receiver.accepted().get(0);

      assertThat(first.body()).isEqualTo(LOG.published(room).get(0));
      assertThat(first.seq()).isEqualTo(seq);
      assertThat(first.type()).isEqualTo("chat.message");
      assertThat(first.id()).matches("evt_\\d+_" + seq);
      assertThat(first.signature())
          .isEqualTo(
              signature(OTHER_SECRET, first) + " " + signature(DefinedWebhook.SECRET, first));
      assertThat(first.seconds()).isCloseTo(System.currentTimeMillis() / 1000, within(60L));

      hook.secrets(OTHER_SECRET).write();
      Eventually.holds(
          () -> {
            say("m-" + UUID.randomUUID());
            WebhookReceiver.Delivery last = last(receiver);
            assertThat(last.signature()).isEqualTo(signature(OTHER_SECRET, last));
          });
    }
  }

  @Test
  void rooms_keep_their_order_at_a_receiver_that_fails_at_random() throws Throwable {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> rooms = List.of(room, room + "-2", room + "-3");
    Map<String, Integer> failed = new ConcurrentHashMap<>();
    try (WebhookReceiver receiver =
        new WebhookReceiver(
            (delivery, exchange) ->
                random.nextInt(5) < 2 && failed.merge(delivery.id(), 1, Integer::sum) < ATTEMPTS
                    ? List.of(0, 500, 503, 301).get(random.nextInt(4))
                    : 200)) {
      define(receiver, rooms.toArray(String[]::new));
      for (int i = 0; i < 30; i++) {
        for (String one : rooms) {
          var unused = LOG.say(one, "m-" + i);
        }
      }
      LOG.flush();
      for (String one : rooms) {
        Eventually.holds(() -> assertThat(receiver.bodies(one)).as("seed " + seed).hasSize(30));
        assertThat(receiver.bodies(one)).isEqualTo(LOG.published(one));
        assertThat(seqs(receiver, one)).as("seed " + seed).isSorted();
      }
    }
  }

  @Test
  void a_receiver_that_does_not_answer_delays_no_other() throws Throwable {
    CountDownLatch released = new CountDownLatch(1);
    try (WebhookReceiver slow =
            new WebhookReceiver(
                (delivery, exchange) -> released.await(60, TimeUnit.SECONDS) ? 200 : 500);
        WebhookReceiver fast = new WebhookReceiver()) {
      define(slow, room);
      define(fast, room);
      for (int i = 0; i < 20; i++) {
        say("m-" + i);
      }
      Eventually.holds(() -> assertThat(fast.bodies(room)).isEqualTo(LOG.published(room)));
      Eventually.holds(() -> assertThat(slow.all()).isNotEmpty());
      assertThat(slow.accepted()).isEmpty();
      released.countDown();
      Eventually.holds(() -> assertThat(slow.bodies(room)).isEqualTo(LOG.published(room)));
    }
  }

  @Test
  void a_paused_webhook_rests_and_goes_on_where_it_was_and_a_rewound_one_begins_at_its_time()
      throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      DefinedWebhook hook = define(receiver, room);
      say("m-1");
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
      hook.paused(true);
      Eventually.holds(() -> assertThat(hook.members(WRITER.admin)).isZero());
      say("m-2");
      awaitOther();
      long time = LOG.records(room).get(1).timestamp();
      assertThat(receiver.all()).hasSize(1);
      hook.paused(false);
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(2));
      assertThat(receiver.bodies(room)).isEqualTo(LOG.published(room));

      String earlier = hook.group();
      hook.from(time);
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(3));
      assertThat(receiver.accepted().get(2).id()).isEqualTo(receiver.accepted().get(1).id());
      hook.from(receiver.accepted().get(1).seq());
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(4));
      assertThat(receiver.accepted().get(3).id()).isEqualTo(receiver.accepted().get(1).id());
      hook.from(0);
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(6));
      Eventually.holds(() -> assertThat(groups()).doesNotContain(earlier));
    }
  }

  @Test
  void an_event_that_is_refused_to_the_end_is_a_dead_letter_and_the_next_one_follows()
      throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver(WebhooksTest::refuseFirst);
        WebhookReceiver once = new WebhookReceiver(WebhooksTest::refuseFirst)) {
      DefinedWebhook hook = define(receiver, room);
      WRITER.define(0, new DefinedWebhook(once.url(), room).attempts(1));
      say("m-1");
      say("m-2");
      Eventually.holds(() -> assertThat(receiver.bodies(room)).hasSize(1));
      Eventually.holds(() -> assertThat(once.bodies(room)).hasSize(1));
      assertThat(once.all()).as("with a bound of its own").hasSize(2);

      assertThat(receiver.bodies(room).get(0)).contains("\"m-2\"");
      assertThat(receiver.all().stream().filter(one -> one.body().contains("\"m-1\"")))
          .hasSize(ATTEMPTS);
      ConsumerRecord<byte[], byte[]> letter = deadLetter(hook);
      assertThat(new String(letter.value(), UTF_8)).isEqualTo(LOG.published(room).get(0));
      assertThat(header(letter, RecordHeaders.ERROR))
          .isEqualTo("webhook " + hook.name() + ": status 400");
      assertThat(header(letter, RecordHeaders.ORIGIN_TOPIC)).isEqualTo(Topic.EVENTS);
      assertThat(header(letter, RecordHeaders.ORIGIN_OFFSET))
          .isEqualTo("" + LOG.records(room).get(0).offset());
      Eventually.holds(() -> assertThat(hook.status("error")).isEqualTo("status 400"));
      Eventually.holds(() -> assertThat(hook.status("delivered_at")).isNotNull());
    }
  }

  private static int refuseFirst(WebhookReceiver.Delivery delivery, HttpExchange exchange) {
    return delivery.body().contains("\"m-1\"") ? 400 : 200;
  }

  @Test
  void an_answer_410_ends_the_deliveries_until_the_webhook_is_changed() throws Throwable {
    AtomicBoolean open = new AtomicBoolean();
    try (WebhookReceiver receiver =
        new WebhookReceiver((delivery, exchange) -> open.get() ? 200 : 410)) {
      DefinedWebhook hook = define(receiver, room);
      say("m-1");
      say("m-2");
      Eventually.holds(() -> assertThat(hook.status("gone")).isEqualTo(hook.revision()));
      Eventually.holds(() -> assertThat(hook.members(WRITER.admin)).isZero());
      assertThat(receiver.all()).hasSize(1);
      open.set(true);
      hook.write();
      Eventually.holds(() -> assertThat(receiver.bodies(room)).isEqualTo(LOG.published(room)));
    }
  }

  @Test
  void a_deleted_webhook_gets_nothing_more_and_leaves_no_group() throws Throwable {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      DefinedWebhook hook = define(receiver, room);
      say("m-1");
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSize(1));
      hook.delete();
      Eventually.holds(() -> assertThat(groups()).doesNotContain(hook.group()));
      say("m-2");
      awaitOther();
      assertThat(receiver.all()).hasSize(1);
    }
  }

  @Test
  void an_address_that_is_not_allowed_is_not_reached_and_the_status_says_so() throws Throwable {
    DefinedWebhook hook = WRITER.define("http://[::1]:9/", room);
    say("m-1");
    Eventually.holds(
        () -> assertThat(hook.status("error")).isEqualTo("the address of the host is not allowed"));
  }

  /** Another webhook, which begins later, gets all events of the room. */
  private void awaitOther() throws Throwable {
    try (WebhookReceiver other = new WebhookReceiver()) {
      DefinedWebhook hook = define(other, room);
      Eventually.holds(() -> assertThat(other.accepted()).hasSize(2));
      hook.delete();
    }
  }

  private static DefinedWebhook define(WebhookReceiver receiver, String... rooms) {
    return WRITER.define(receiver.url(), rooms);
  }

  private long say(String id) throws Exception {
    return WRITER.say(room, id);
  }

  private static WebhookReceiver.Delivery last(WebhookReceiver receiver) {
    List<WebhookReceiver.Delivery> all = receiver.accepted();
    return all.get(all.size() - 1);
  }

  private static List<Long> seqs(WebhookReceiver receiver, String room) {
    return receiver.accepted().stream()
        .filter(delivery -> delivery.room().equals(room))
        .map(WebhookReceiver.Delivery::seq)
        .toList();
  }

  /** As a receiver computes it, from the specification. */
  private static String signature(String secret, WebhookReceiver.Delivery delivery)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.split("_", -1)[1]), "HmacSHA256"));
    String signed = delivery.id() + "." + delivery.seconds() + "." + delivery.body();
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
  }

  private static ConsumerRecord<byte[], byte[]> deadLetter(DefinedWebhook hook) throws Throwable {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Backends.shared().kafka()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(Topic.DEAD_LETTERS).stream()
              .map(one -> new TopicPartition(one.topic(), one.partition()))
              .collect(Collectors.toSet());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Eventually.holds(
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            assertThat(letters).anyMatch(one -> isOf(hook, one));
          });
    }
    return letters.stream().filter(one -> isOf(hook, one)).findFirst().orElseThrow();
  }

  private static boolean isOf(DefinedWebhook hook, ConsumerRecord<byte[], byte[]> letter) {
    return header(letter, RecordHeaders.ERROR).startsWith("webhook " + hook.name() + ":");
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static List<String> groups() throws Exception {
    return WRITER.admin.listGroups().all().get(30, TimeUnit.SECONDS).stream()
        .map(group -> group.groupId())
        .toList();
  }
}
